"""Edits of documents at a place, the places that are edited most, and how a broken rule is found."""

from __future__ import annotations

from decision.checker import check_document
from tests.certificates.building_blocks import signed

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


def refused(document, path, reason):
    """The report on an edited document, which is refused at a place and for a reason."""
    report = check_document(signed(document))
    assert not report.accepted
    assert path in report.path, report
    assert reason in report.reason, report
    return report


C = ("parts", 0, "claim")
F = ("parts", 0, "certificate")
L = (*F, "levels", 0)
T = (*L, "tree")
EQUAL = (*T, "cases", 0, 1, "cases", 0, 1)  # where `empty-tie-free` is empty
M = (*F, "law")
