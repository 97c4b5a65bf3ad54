"""Edits of documents at a place, and the places that are edited most."""

from __future__ import annotations

PART = "parts[0]"
CLAIM = PART + ".claim"
CERTIFICATE = PART + ".certificate"
LEVEL = CERTIFICATE + ".levels[0]"
TREE = LEVEL + ".tree"


def follow(document, place):
    for key in place:
        document = document[key]
    return document


def put(*place_and_value):
    """Set the value at a place."""
    *place, key, value = place_and_value
    return lambda document: follow(document, place).__setitem__(key, value)


def drop(*place):
    *place, key = place
    return lambda document: follow(document, place).__delitem__(key)


C = ("parts", 0, "claim")
F = ("parts", 0, "certificate")
L = (*F, "levels", 0)
T = (*L, "tree")
EQUAL = (*T, "cases", 0, 1, "cases", 0, 1)  # where `empty-tie-free` is empty
M = (*F, "law")
