"""The independent checker of certificate files: standard library only, and no code in common with what it checks.

>>> from decision.checker import check_document
>>> check_document(b"{}").reason
"the key 'parts' is missing"
"""

from decision.checker.report import Report, check_document, check_file

__all__ = ["Report", "check_document", "check_file"]
