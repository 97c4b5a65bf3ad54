"""The errors `decision` raises: one root, each leaf also the builtin it resembles.

A message names the argument, shows the value, states the rule and says the fix.
"""

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

    Examples
    --------
    >>> from decision import Bounded, Pr, decide, u
    >>> try:
    ...     decide(Pr(u("a") > 0) >= 0, given=[Bounded(0, 1), Pr(u("a") > 2) >= "1/2"])
    ... except ContradictionError as error:
    ...     print("no goal distribution" in str(error))
    True
    """


class CertificateError(DecisionError, ValueError):
    """A claim or certificate file that cannot be read, or an engine result the checker refused.

    Examples
    --------
    >>> issubclass(CertificateError, ValueError)
    True
    """
