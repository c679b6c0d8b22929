"""The way through the house, on one screen: a report goes in, each stage adds to its reading, the checked reading comes out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from casus.coding import code_claims, code_events
from casus.corroboration import code_answers
from casus.grounding import ground
from casus.ingest import Options, dateline_end, ingest, ingest_named, report_from_text
from casus.reader import ModelReader, Reader, sentences
from casus.records import Evidence, InputError, LanguageError, Reading, Rejected, RejectedInput, Report, StageError, UsageError

LANGUAGES = ("en",)
"""What the shipped models read. A report whose language could not be decided (too short) is read all the same."""


AHEAD = 2
"""Reports that are read while the one before is handed over: one is prepared or coded while the other is in the model."""


@dataclass(frozen=True)
class Stage:
    """A named step that adds to a reading."""

    name: str
    run: Callable[[Reading], Reading]


class Pipeline:
    """All stages in order. One pipeline reads any number of reports; the models are loaded once, at first use."""

    def __init__(self, reader: Reader | None = None, threads: int = 0) -> None:
        self.reader = reader or ModelReader(threads=threads)
        self.stages = (
            Stage("language", self._refuse_unknown_language),
            Stage("sentences", self._split),
            Stage("reader", self._mark),
            Stage("grounding", ground),
            Stage("claims", self._claim),
            Stage("answers", code_answers),
            Stage("events", self._code),
        )

    def read(self, report: Report, until: str | None = None) -> Reading:
        """Return the reading of one report; raise `InputError` where it cannot be read, `StageError` where a stage fails.

        `until` names the last stage to run, for those who want to see what came of it.
        """
        reading, source = Reading(report=report), report.url or report.id
        names = [stage.name for stage in self.stages]
        for stage in self.stages[: names.index(until) + 1] if until else self.stages:
            try:
                reading = stage.run(reading)
            except InputError:
                raise
            except Exception as error:
                raise StageError(source, stage.name, f"{type(error).__name__}: {error}") from error
        return Reading(**dict(reading))

    def read_all(
        self, source: str | Path, options: Options | None = None, stdin: BinaryIO | None = None
    ) -> Iterator[Reading | RejectedInput]:
        """Read a file, folder, glob, URL or `-`: yield one reading or one rejected row per report, in order. Nothing is lost."""
        waiting: deque[Future[Reading | RejectedInput]] = deque()
        with ThreadPoolExecutor(AHEAD, "casus-report") as pool:
            for found in ingest_named(source, options or Options(), stdin):
                waiting.append(pool.submit(self._either, *found))
                while len(waiting) > AHEAD or (waiting and waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _either(self, name: str, item: Report | InputError) -> Reading | RejectedInput:
        return rejected(item) if isinstance(item, InputError) else self.try_read(item, name)

    def try_read(self, report: Report, source: str) -> Reading | RejectedInput:
        """Return the reading of a report, or the rejected row that keeps it and says why."""
        try:
            return self.read(report)
        except (InputError, StageError) as error:
            return rejected(error, report, source)

    def _refuse_unknown_language(self, reading: Reading) -> Reading:
        language = reading.report.language
        if language is not None and language not in LANGUAGES:
            raise LanguageError(
                reading.report.url or reading.report.id, f"the language is {language}; the models read {', '.join(LANGUAGES)} only"
            )
        return reading

    def _split(self, reading: Reading) -> Reading:
        report = reading.report
        skip = [report.byline.offsets] if report.byline else []
        if report.dateline:
            skip.append((report.dateline.start, dateline_end(report.text, report.dateline)))
        breaks = report.title.offsets if report.title else ()
        return reading.model_copy(update={"sentences": tuple(report.span(*s) for s in sentences(report.text, skip=skip, breaks=breaks))})

    def _mark(self, reading: Reading) -> Reading:
        marked = self.reader.mark(reading.report, reading.sentences)
        acts = tuple(reading.report.span(*act) for act in marked.acts)
        offers = tuple(Evidence(span=reading.report.span(*span), type=kind) for span, kind in marked.offers)
        found = {"mentions": marked.mentions, "attributions": marked.attributions, "acts": acts, "offers": offers}
        return reading.model_copy(update=found)

    def _claim(self, reading: Reading) -> Reading:
        return code_claims(reading, self.reader.tell)

    def _code(self, reading: Reading) -> Reading:
        return code_events(reading, self.reader.tell)


def rejected(error: InputError | StageError, report: Report | None = None, source: str | None = None) -> RejectedInput:
    """Return the row that stands for an input that could not be read; the report stays in it where there is one."""
    return RejectedInput(input=source or error.source, rejected=Rejected(stage=error.stage, reason=error.reason), report=report)


def read(source: str | Path | Report, options: Options | None = None) -> Reading:
    """Read one report: a text (`str`), a file (`Path`) or a `Report`. Raise `CasusError` where it cannot be read.

    >>> reading = read("KABUL – The ministry accused Ruritania of arming the rebels. Ruritania has not replied.")
    >>> [(claim.kind, claim.status) for claim in reading.claims]
    [('allege', 'unanswered here')]
    >>> reading.report.dateline.quote
    'KABUL'
    """
    pipeline, options = Pipeline(), options or Options()
    if isinstance(source, Report):
        return pipeline.read(source)
    if isinstance(source, str):
        if "\n" not in source and len(source) < 4096 and "\0" not in source and Path(source).is_file():
            raise UsageError(f"{source!r} is the name of a file: give Path({source!r}) to read it")
        return pipeline.read(report_from_text(source, published=options.published))
    items = list(ingest(source, options))
    if len(items) != 1:
        raise UsageError(f"{source} holds {len(items)} reports: use Pipeline().read_all({str(source)!r})")
    if isinstance(items[0], InputError):
        raise items[0]
    return pipeline.read(items[0])
