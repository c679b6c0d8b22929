import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casus.records import Candidate, Mention, Reading, Rejected, RejectedInput, Report, Span, schema, spans_of

FIELDS = {
    "Reading": "report sentences mentions attributions acts offers moments pronouns claims events actors places problems",
    "Report": "id url publisher title byline dateline published language text",
    "Span": "start end quote",
    "Mention": "id span type resolved acts_for candidates",
    "Candidate": "id score",
    "Pronoun": "span mention candidates",
    "Attribution": "id source cue content quoted",
    "Claim": "id attribution quote speaker speaker_role kind accused about direction evidence events elaborated_by answers status "
    "source_type source_named",
    "Party": "mention actor basis",
    "Evidence": "span type strength",
    "Event": "id type mode contexts actors recipients places moment voice status extent expresses claim trigger evidence "
    "counts figures confidence intensity",
    "EventPlace": "mention place",
    "Moment": "mention start end precision anchor",
    "Counts": "killed injured detained",
    "ActorInReport": "id name kind country sector role recognition acts_for",
    "Place": "id name kind lat lon precision_km country administered_by claimed_by",
    "Holding": "since until by",
    "Problem": "stage message",
    "RejectedInput": "input rejected report",
    "Rejected": "stage reason",
}
"""Section 8 of the design, and what came since. Whoever adds a field adds it here; whoever renames one breaks somebody's program."""

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_lists_the_fields_of_the_design() -> None:
    listed = {name: set(definition["properties"]) for name, definition in schema()["$defs"].items()}
    assert listed == {name: set(fields.split()) for name, fields in FIELDS.items()}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_full_reading_fits_the_schema(reading: Reading) -> None:
    line = json.loads(reading.model_dump_json())
    assert not [error.message for error in VALIDATOR.iter_errors(line)]
    assert list(line) == FIELDS["Reading"].split()


def test_the_sample_uses_every_field(reading: Reading) -> None:
    """So that the tests with it see all of the schema."""
    seen: dict[str, set[str]] = {}

    def walk(name: str, value: Any) -> None:
        fields = {n: getattr(value, n) for n in type(value).model_fields}
        seen.setdefault(name, set()).update(n for n, v in fields.items() if v not in (None, (), ""))
        for v in fields.values():
            for item in v if isinstance(v, tuple) else (v,):
                if hasattr(type(item), "model_fields"):
                    walk(type(item).__name__, item)

    walk("Reading", reading)
    unused = {f"{n}.{f}" for n, fields in FIELDS.items() if n in seen for f in set(fields.split()) - seen[n]}
    assert unused == {
        "Reading.acts",
        "Reading.offers",
        "Claim.source_named",
        "Claim.source_type",
        "Evidence.strength",
        "Event.figures",
        "ActorInReport.acts_for",
        "ActorInReport.country",
        "ActorInReport.role",
        "Counts.injured",
        "Counts.detained",
        "Place.country",
    }


@pytest.mark.parametrize("report", [None, {"text": "Truce holds"}])
def test_a_rejected_input_fits_the_schema(report: dict[str, str] | None) -> None:
    row = RejectedInput(input="a.pdf", rejected=Rejected(stage="ingest", reason="binary"), report=Report(**report) if report else None)
    assert VALIDATOR.is_valid(json.loads(row.model_dump_json()))
    assert RejectedInput.model_validate_json(row.model_dump_json()) == row


@pytest.mark.parametrize("line", [{}, {"input": "a.pdf"}, {"report": {"text": 7}}, {"report": {"text": "a"}, "headline": "b"}, []])
def test_other_lines_do_not_fit_the_schema(line: Any) -> None:
    assert not VALIDATOR.is_valid(line)


def test_a_full_reading_survives_json(reading: Reading) -> None:
    again = Reading.model_validate_json(reading.model_dump_json())
    assert again == reading
    assert again.model_dump_json() == reading.model_dump_json()


@settings(deadline=None)
@given(st.text(min_size=1, max_size=80), st.data())
def test_any_text_and_offsets_survive_json(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    report = Report(text=text, publisher="River Wire")
    span = report.span(start, end)
    reading = Reading(report=report, sentences=(span,), mentions=(Mention(id="m", span=span, type="actor"),))
    again = Reading.model_validate_json(reading.model_dump_json())
    assert again == reading
    assert all(found.quote == again.report.text[found.start : found.end] for found in spans_of(again))


def test_spans_of_finds_them_all(reading: Reading) -> None:
    quotes = reading.model_dump_json().count('"quote":"')
    assert len(list(spans_of(reading))) == quotes == 20


def test_a_pronoun_goes_back_to_a_mention_of_this_reading(reading: Reading) -> None:
    for change in ({"mention": "mention:nowhere"}, {"candidates": (Candidate(id="gov-lund", score=0.5),)}):
        pronoun = reading.pronouns[0].model_copy(update=change)
        with pytest.raises(ValidationError, match=r"pronoun its refers to .*, which is not in this reading"):
            Reading(**{**dict(reading), "pronouns": (pronoun,)})


WRONG = Span(start=0, end=4, quote="Lund")


@pytest.mark.parametrize(
    "change",
    [
        lambda r: {"sentences": (WRONG,)},
        lambda r: {"mentions": (*r.mentions, Mention(id="m", span=WRONG, type="actor"))},
        lambda r: {"attributions": (r.attributions[0].model_copy(update={"cue": (WRONG,)}),)},
        lambda r: {"events": (r.events[0].model_copy(update={"evidence": (*r.events[0].evidence, WRONG)}), r.events[1])},
    ],
)
def test_every_span_is_checked(reading: Reading, change: Any) -> None:
    with pytest.raises(ValidationError, match="expected 'Okaf', got 'Lund'"):
        Reading(**{**dict(reading), **change(reading)})


@pytest.mark.parametrize("missing", ["mentions", "attributions", "claims", "events"])
def test_references_do_not_dangle(reading: Reading, missing: str) -> None:
    with pytest.raises(ValidationError, match="which is not in this reading"):
        Reading(**{**dict(reading), missing: ()})


@pytest.mark.parametrize(
    ("field", "reference"),
    [
        ("attribution", lambda r: r.mentions[0].id),
        ("events", lambda r: (r.claims[0].id,)),
        ("answers", lambda r: (r.events[0].id,)),
        ("elaborated_by", lambda r: ("claim:nowhere",)),
        ("speaker", lambda r: {"mention": r.claims[0].id}),
        ("accused", lambda r: ({"mention": "mention:nowhere"},)),
    ],
)
def test_a_claim_refers_to_rows_of_the_right_kind(reading: Reading, field: str, reference: Any) -> None:
    claim = type(reading.claims[0])(**{**dict(reading.claims[0]), field: reference(reading)})
    with pytest.raises(ValidationError, match=f"{claim.id} refers to .*, which is not in this reading"):
        Reading(**{**dict(reading), "claims": (claim, *reading.claims[1:])})


@pytest.mark.parametrize(
    ("field", "reference"),
    [
        ("claim", lambda r: r.mentions[0].id),
        ("expresses", lambda r: r.events[0].id),
        ("actors", lambda r: ({"mention": r.events[0].id},)),
        ("recipients", lambda r: ({"mention": "mention:nowhere"},)),
        ("places", lambda r: ({"mention": "mention:nowhere"},)),
        ("moment", lambda r: {"mention": "mention:nowhere"}),
    ],
)
def test_an_event_refers_to_rows_of_the_right_kind(reading: Reading, field: str, reference: Any) -> None:
    event = type(reading.events[0])(**{**dict(reading.events[0]), field: reference(reading)})
    with pytest.raises(ValidationError, match=f"{event.id} refers to .*, which is not in this reading"):
        Reading(**{**dict(reading), "events": (event, *reading.events[1:])})
