"""The errors `decision` raises: one root, each leaf also the builtin it resembles.

A message names the argument, shows the value, states the rule and says the fix.
"""

import json
import os
from pathlib import Path
from typing import Any

from decision.files import write_atomically

__all__ = ["CertificateError", "ContradictionError", "DecisionError", "InvalidType", "InvalidValue", "UnknownName"]


class DecisionError(Exception):
    """Root of every error this package raises on purpose.

    Examples
    --------
    >>> issubclass(InvalidValue, DecisionError) and issubclass(InvalidValue, ValueError)
    True
    """


class InvalidValue(DecisionError, ValueError):
    """An argument has the right type and a value that breaks a rule.

    Examples
    --------
    >>> from decision import Choice
    >>> try:
    ...     Choice({"a": {"w": "1/2"}})
    ... except InvalidValue as error:
    ...     print("sum" in str(error))
    True
    """


class InvalidType(DecisionError, TypeError):
    """An argument has a type that exact code refuses, most often a ``float``.

    Examples
    --------
    >>> from decision import u
    >>> try:
    ...     0.5 * u("w")
    ... except InvalidType as error:
    ...     print("1/2" in str(error))
    True
    """


class UnknownName(DecisionError, LookupError):
    """An option, outcome or node that the problem or the thesis does not have.

    Examples
    --------
    >>> from decision import Choice
    >>> try:
    ...     Choice({"a": {"w": 1}}).best("b")
    ... except UnknownName as error:
    ...     print("'a'" in str(error))
    True
    """


class ContradictionError(DecisionError, ValueError):
    """No goal distribution satisfies the assumptions, so no thesis can be said to hold or fail.

    Attributes
    ----------
    document : dict or None
        The proof that the class is empty, as the JSON object that `check` accepts; None where the assumptions
        contradict each other by what they say, such as two centres of symmetry.

    Examples
    --------
    >>> from decision import Bounded, Pr, check, decide, u
    >>> try:
    ...     decide(Pr(u("a") > 0) >= 0, given=[Bounded(0, 1), Pr(u("a") > 2) >= "1/2"])
    ... except ContradictionError as error:
    ...     print("no goal distribution" in str(error), check(error).accepted)
    True True
    """

    def __init__(self, message: str, document: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.document = document

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the proof to a file that `check` and ``python -m decision.checker`` accept.

        Raises
        ------
        InvalidType
            If there is no document.
        """
        if self.document is None:
            raise InvalidType(f"error = {self} has no document to save; its message is all there is to say")
        return write_atomically(path, json.dumps(self.document, sort_keys=True, separators=(",", ":")) + "\n")


class CertificateError(DecisionError, ValueError):
    """A claim or certificate file that cannot be read, or an engine result the checker refused.

    Examples
    --------
    >>> issubclass(CertificateError, ValueError)
    True
    """
