"""What can go wrong, as one small tree.

CasusError
├── UsageError        the caller asked for something that does not exist           exit 2
├── InputError        one input could not become a report (stage `ingest`)         exit 3
│   ├── FetchError    a URL could not be fetched
│   └── LanguageError the text is in a language that the models do not know
├── SpanError         offsets and quote disagree with the report's text
├── StageError        a stage of the pipeline failed on one report                 exit 3
├── ModelError        the shipped model files are missing or do not fit together
└── DataError         a data or key file for evaluation has the wrong shape        exit 1
"""

from __future__ import annotations


class CasusError(Exception):
    """Root of all errors that casus raises on purpose; its message is one line for a person to act on."""


class UsageError(CasusError):
    """The caller named an option, format, record or key that does not exist."""


class InputError(CasusError):
    """One input cannot become a report.

    `source` names the input, `reason` says what was expected and what to do. The input is kept as a rejected row.
    """

    stage = "ingest"

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason)
        self.source, self.reason = source, reason

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class FetchError(InputError):
    """A URL gave no document: refused, missing, too slow, too large, or disallowed by robots.txt."""


class LanguageError(InputError):
    """The text is not English, the one language that the shipped models read."""

    stage = "language"


class SpanError(CasusError, ValueError):
    """A span's offsets lie outside the text, or its quote is not the text at those offsets."""


class StageError(CasusError):
    """A stage of the pipeline failed on one report; the report is kept as a rejected row."""

    def __init__(self, source: str, stage: str, reason: str) -> None:
        super().__init__(source, stage, reason)
        self.source, self.stage, self.reason = source, stage, reason

    def __str__(self) -> str:
        return f"{self.source}: stage {self.stage}: {self.reason}"


class ModelError(CasusError):
    """The model files are missing, damaged, or of another version than this code."""


class DataError(CasusError):
    """A file to evaluate on has not the shape that its format promises."""
