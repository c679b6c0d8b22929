import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.evaluation.keys import Key, check_key, parse_key, read_key
from casus.records import DataError, Span
from tests.evaluation.conftest import ROOT, TEXT, Example

# The worked example of the codebook


def test_the_codebooks_example_loads(worked: Example) -> None:
    key = worked.key()
    assert [len(part) for part in (key.actors, key.attributions, key.claims, key.events)] == [6, 5, 5, 7]
    assert key.claims["c1"].events == ("seizure",)
    assert key.claims["c4"].events == ("stop", "handover")
    assert key.report.published is not None
    assert key.report.published.isoformat() == "2030-06-12T18:00:00+02:00"


def test_the_codebooks_example_resolves_its_parties(worked: Example) -> None:
    """Mentions: the first of `who`'s spans inside the source or evidence, else the nearest before; none where inferred."""
    key = worked.key()
    speaker, denier = key.claims["c2"].speaker, key.claims["c3"].speaker
    assert speaker is not None
    assert denier is not None
    assert (speaker.who, speaker.body, speaker.mention and speaker.mention.quote) == ("phiri", "malawi", "Grace Phiri")
    assert denier.mention is not None
    assert denier.mention.quote == "Dodoma"
    assert key.claims["c2"].speaker_role == "Fisheries Minister"
    assert key.events["demand"].recipients[0].mention is None
    (stop,) = key.events["stop"].actors
    assert (stop.basis, stop.mention and stop.mention.quote) == ("admitted", "officers")
    (seizure,) = key.events["seizure"].actors
    assert (seizure.basis, seizure.mention and seizure.mention.quote) == ("alleged", "Tanzanian police")
    (handover,) = key.events["handover"].actors
    assert handover.mention == stop.mention  # "released them after an hour" names nobody: the nearest before


def test_the_codebooks_example_makes_a_valid_reading(worked: Example) -> None:
    reading = worked.key().reading()
    mentions = {m.id: m for m in reading.mentions}
    dodoma = next(m for m in reading.mentions if m.span.quote == "Dodoma")
    assert (dodoma.type, dodoma.acts_for) == ("place", "actor:government-of-tanzania")
    outlet = next(c for c in reading.claims if c.attribution is None)
    assert outlet.speaker is not None
    assert (outlet.speaker.actor, outlet.quote[0].quote) == ("actor:shire-valley-post", "Ties have soured since March")
    assert "Shire Valley Post" in {a.name for a in reading.actors}
    meeting = next(e for e in reading.events if e.type == "CONSULT")
    assert meeting.moment is not None
    assert mentions[meeting.moment.mention or ""].span.quote == "next week"
    assert meeting.moment.start == datetime(2030, 6, 17, tzinfo=UTC)
    lake = next(p for p in reading.places if p.kind == "lake")
    assert lake.country is None


def test_every_with_a_star_leaves_out_what_other_mentions_cover(key: Key) -> None:
    assert [s.start for s in key.actors["chile"].quotes] == [m.start() for m in re.finditer("Chile", TEXT)]
    crlf = Example(
        'key: 1\nactors:\n  a: {name: A, kind: military, quotes: "army of Chad"}\n  b: {name: B, kind: military, nominals: "army#*"}\n',
        "The army of Chad.\r\nThe army.",
    )
    assert [s.offsets for s in crlf.key().actors["b"].nominals] == [(23, 27)]


def test_an_unknown_recipient_is_a_party_without_mention_and_actor(key: Key) -> None:
    (bombing,) = [e for e in key.reading().events if e.mode == "aerial"]
    (recipient,) = bombing.recipients
    assert (recipient.mention, recipient.actor, recipient.basis) == (None, None, "inferred")


def test_an_id_is_kept_and_made_of_the_name_where_there_is_none(key: Key) -> None:
    assert (key.actor_id("chile"), key.actor_id("peru")) == ("CHL.GOV", "actor:government-of-peru")


def test_a_party_may_quote_its_very_mention(example: Example) -> None:
    changed = example.yaml.replace("mode: withdraw, actors: [peru]", 'mode: withdraw, actors: [{who: peru, quote: "Peru#1"}]')
    (party,) = Example(changed, example.text).key().events["recall"].actors
    assert party.mention == Span.of(TEXT, 0, 4)


def test_a_scope_narrows_what_is_searched(example: Example) -> None:
    inside = 'in: "On Friday [...] the border", type: SANCTION'
    changed = example.yaml.replace("recall: {type: SANCTION", f"recall: {{{inside}").replace(
        '"On Friday Peru recalled', '"Friday Peru recalled'
    )
    assert Example(changed, example.text).key().events["recall"].evidence[0].quote == "Friday Peru recalled its envoy"
    outside = changed.replace('"Friday Peru recalled its envoy"', '"Bolivia"')
    _, problems = parse_key("example", outside, example.text)
    assert any("recall.evidence: 'Bolivia' is not found in its scope" in problem for problem in problems)


# What a loader refuses

REFUSED = [
    ("unfound quote", 'cue: "accused"', 'cue: "blamed"', "a1.cue: 'blamed' is not found"),
    ("ambiguous quote", 'source: "Chile#2"', 'source: "Chile"', "a1.source: 'Chile' occurs 4 times: add a counter"),
    ("star outside mentions", 'source: "Chile#2"', 'source: "Chile#*"', "a1.source: 'Chile#*': #* is for lists of mentions"),
    ("trigger outside evidence", 'trigger: "recalled"', 'trigger: "closed"', "recall.trigger: 'closed' is not found in its scope"),
    (
        "unknown handle",
        "recipients: [rebels]",
        "recipients: [rebel]",
        "arming.recipients.who: 'rebel' is no handle of actors (did you mean 'rebels'?)",
    ),
    ("handle of the wrong section", "places: [arica]", "places: [peru]", "raid.places: peru stands in actors; expected a handle of places"),
    ("doubled handle", "  c2: {", "  c1: {", "claims.c1: is written twice"),
    ("doubled field", "voice: alleged,", "voice: alleged, voice: alleged,", "arming.voice: is written twice"),
    ("handle in two sections", "  may4: {", "  peru: {", "moments.peru: is a handle in actors too"),
    ("reserved handle", "  may4: {", "  published: {", "moments.published: is a reserved word"),
    ("boolean handle", "  may4: {", "  on: {", "moments.True: is no handle"),
    ("capital in a handle", "  may4: {", "  May4: {", "moments.May4: is no handle"),
    ("unknown field", "extent: several", "extend: several", "bombing.extend: is no field here (did you mean 'extent'?)"),
    ("unknown section", "moments:", "times:", "times: is no section"),
    ("other version", "key: 1", "key: 2", "key: expected `key: 1`"),
    ("value outside its list", "voice: alleged", "voice: claimed", "arming.voice: 'claimed' is not in its list"),
    ("kind outside its list", "kind: armed group", "kind: terrorists", "rebels.kind: 'terrorists' is not in its list"),
    ("sector outside its list", "sector: REB", "sector: RBL", "rebels.sector: 'RBL' is not in its list (did you mean"),
    ("country that is no code", "country: PER", "country: Peru", "peru.country: expected ISO 3166-1 alpha-3"),
    ("mode of another type", "mode: restrict", "mode: withdraw", "closing.mode: COERCE has no mode 'withdraw'"),
    ("unknown context", "contexts: [military]", "contexts: [war]", "arming.contexts: unknown context 'war'"),
    ("missing field", "type: AID, ", "", "arming.type: is missing and required"),
    ("missing speaker", "a2, speaker: peru,", "a2,", "c2.speaker: is missing and required"),
    ("alleged without claim", "voice: alleged, claim: c1,", "voice: alleged,", "arming.claim: an alleged event needs the claim"),
    ("speech act in its claim", "expresses: c1", "expresses: c1, claim: c1", "accusation.expresses: c1 also contains this event"),
    ("accused by another kind", "kind: demand,", "kind: demand, accused: [gunmen],", "c4.accused: only allege and condemn accuse"),
    ("direction of another kind", "kind: demand,", "kind: demand, direction: up,", "c4.direction: only assess has a direction"),
    ("answer to no accusation", "answers: [c1]", "answers: [c1, c4]", "c2.answers: c4 accuses nobody"),
    ("status that nobody gives", "answers: [c1], ", "", "c1.status: is 'denied', but no claim answers c1"),
    ("moment that ends first", "end: 2031-05-03", "end: 2031-05-01", "friday.end: 2031-05-01 is not after start"),
    ("relative time in an undated report", "published: 2031-05-04, ", "", "friday.start: the report has no date"),
    ("quote beside an attribution", "c2: {", 'c2: {quote: "denied", ', "c2.quote: stands only where there is no attribution"),
    (
        "no attribution and no quote",
        "c4: {attribution: a4, speaker: chile",
        "c4: {speaker: outlet",
        "c4.quote: is required without an attribution",
    ),
    ("outlet with an attribution", "a4, speaker: chile", "a4, speaker: outlet", "c4.speaker: outlet speaks without an attribution"),
    (
        "speaker without an attribution",
        "c4: {attribution: a4,",
        'c4: {quote: "Leave Arica",',
        "c4.speaker: without an attribution the speaker is outlet",
    ),
    ("unknown actor", "actors: [gunmen]", "actors: [unknown]", "raid.actors.who: unknown stands in recipients only"),
    (
        "role that the text has not",
        "role: Foreign Minister",
        "role: Foreign Secretary",
        "paz.role: 'Foreign Secretary' is not found in the text",
    ),
    (
        "quoted mention that is none",
        "actors: [gunmen]",
        'actors: [{who: gunmen, quote: "camps"}]',
        "raid.actors.quote: 'camps' is no mention of gunmen",
    ),
    ("number that is none", "killed: 2", "killed: some", "raid.counts.killed: expected a number of people"),
    ("parts out of order", 'cue: "accused"', 'cue: ["accused", "SANTIAGO"]', "comes before"),
    ("parts that overlap", 'content: "the charge"', 'content: ["the charge", "charge"]', "overlap: parts must not"),
    (
        "same name twice",
        "name: Government of Bolivia",
        "name: The government of PERU",
        "bolivia.name: 'The government of PERU' is the name of peru too",
    ),
    (
        "disputed place with a country",
        "name: Arica, kind: city,",
        "name: Arica, kind: city, claimed_by: [A, B],",
        "arica.country: several claim this place",
    ),
    ("coordinates off the globe", "at: [-18.48, -70.33]", "at: [98, 0]", "arica.at: expected [latitude, longitude]"),
    (
        "date without its offset",
        "published: 2031-05-04,",
        "published: 2031-05-04T10:00:00,",
        "report.published: 2031-05-04 10:00:00 has no offset",
    ),
    ("date that is none", "start: 2031-05-04", "start: May", "may4.start: expected a date"),
    ("list that is none", "answers: [c1]", "answers: c1", "c2.answers: expected a list, got 'c1': write [c1]"),
    ("number for words", 'cue: "accused"', "cue: 5", "a1.cue: expected a list, got 5"),
    ("broken YAML", "events:\n", "events: [\n", "yaml: while parsing"),
    (
        "star that finds nothing new",
        'quotes: "Bolivia"',
        'quotes: ["Bolivia", "Bolivia#*"]',
        "bolivia.quotes: 'Bolivia#*': every occurrence is",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_key_is_refused(example: Example, old: str, new: str, message: str) -> None:
    assert old in example.yaml
    key, problems = parse_key("k.yaml", example.yaml.replace(old, new, 1), example.text)
    assert key is None
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith("k.yaml: ") and "\n" not in problem for problem in problems)


def test_a_community_is_never_inferred(example: Example) -> None:
    changed = example.yaml.replace("kind: armed group", "kind: community").replace("[rebels]", "[{who: rebels, basis: inferred}]")
    _, problems = parse_key("k", changed, example.text)
    assert problems == ["k: arming.recipients: rebels is a community: communities are never inferred"]


def test_moments_may_not_anchor_one_another(example: Example) -> None:
    first = example.yaml.replace("2031-05-05, anchor: published", "2031-05-05, anchor: friday")
    changed = first.replace("05-03, anchor: published", "05-03, anchor: may4")
    _, problems = parse_key("k", changed, example.text)
    assert any("may4.anchor: moments anchor one another in a circle" in problem for problem in problems)


def test_a_time_relative_to_a_relative_one_needs_a_date_too(example: Example) -> None:
    changed = example.yaml.replace("published: 2031-05-04, ", "").replace("05-03, anchor: published", "05-03, anchor: may4")
    _, problems = parse_key("k", changed, example.text)
    assert sum("the report has no date" in problem for problem in problems) == 2


def test_all_problems_are_told_at_once(example: Example) -> None:
    changed = (
        example.yaml.replace('cue: "accused"', 'cue: "blamed"')
        .replace("mode: restrict", "mode: none")
        .replace("places: [arica]", "places: [rome]")
    )
    _, problems = parse_key("k", changed, example.text)
    assert [problem.split(": ")[1] for problem in problems] == ["a1.cue", "closing.mode", "raid.places"]


def test_the_reader_of_a_key_raises_with_all_that_is_wrong(example: Example, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(example.text, "utf-8")
    (tmp_path / "a.yaml").write_text(example.yaml, "utf-8")
    assert read_key(tmp_path / "a.yaml").events["raid"].counts.killed == 2
    (tmp_path / "a.yaml").write_text("[]", "utf-8")
    with pytest.raises(DataError, match="expected one mapping"):
        read_key(tmp_path / "a.yaml")


@pytest.mark.parametrize(("content", "message"), [(None, "cannot be read"), (b"\xff", "is not UTF-8")])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, content: bytes | None, message: str) -> None:
    (tmp_path / "a.txt").write_text("x")
    if content:
        (tmp_path / "a.yaml").write_bytes(content)
    key, (problem,) = check_key(tmp_path / "a.yaml", tmp_path / "a.txt")
    assert key is None
    assert message in problem


def test_line_ends_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"One\r\ntwo.\r\n")
    (tmp_path / "a.yaml").write_text('key: 1\nweapons: ["One\\r\\ntwo"]\n')
    assert read_key(tmp_path / "a.yaml").weapons[0].offsets == (0, 8)


@given(st.data())
def test_a_damaged_key_is_refused_and_never_breaks_the_loader(data: st.DataObject) -> None:
    """Any field of a small key replaced by anything: a key or a list of one-line problems, never an exception."""
    odd = st.sampled_from(
        ["null", "1", '"x"', "[]", "{}", "[1]", "{a: 1}", "true", "peru", "c1", "outlet", "unknown", "[[]]", "2031-05-04"]
    )
    named = "name: P, kind: government, quotes"
    good = {
        named: '"Peru#1"', "source": '"Chile#2"', "cue": '"accused"', "content": '"arming"', "speaker": "null", "kind": "allege",
        "accused": "[peru]", "type": "ACCUSE", "actors": "[]", "recipients": "[peru]", "moment": "m", "evidence": '"accused"',
        "trigger": '"accused"', "voice": "report", "expresses": "c1", "places": "[]", "start": "2031-05-04", "quote": '"Friday"',
        "published": "2031-05-04", "counts": "{}", "answers": "[]", "in": "null",
    }  # fmt: skip
    value = good | {field: data.draw(odd, label=field) for field in data.draw(st.sets(st.sampled_from(sorted(good)), max_size=6))}

    def written(*names: str) -> str:
        return "{" + ", ".join(f"{name}: {value[name]}" for name in names) + "}"

    sections = {
        "report": written("published"),
        "actors": f"{{peru: {written(named)}}}",
        "moments": f"{{m: {written('quote', 'start')}}}",
        "attributions": f"{{a1: {written('source', 'cue', 'content', 'in')}}}",
        "claims": f"{{c1: {{attribution: a1, {written('speaker', 'kind', 'accused', 'answers')[1:-1]}}}}}",
        "events": f"{{e: {written(*list(good)[7:16], 'counts')}}}",
    }
    for name in data.draw(st.sets(st.sampled_from(sorted(sections)), max_size=1)):
        sections[name] = data.draw(odd, label=name)
    key, problems = parse_key("k", "key: 1\n" + "".join(f"{name}: {fields}\n" for name, fields in sections.items()), TEXT)
    assert (key is None) == bool(problems)
    assert all("\n" not in problem for problem in problems)


def test_the_command_checks_keys(example: Example, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(example.text, "utf-8")
    (tmp_path / "a.yaml").write_text(example.yaml, "utf-8")
    (tmp_path / "b.yaml").write_text(example.yaml.replace('"accused"', '"blamed"', 1), "utf-8")

    def run(*names: str) -> tuple[int, str]:
        ran = subprocess.run(
            [sys.executable, "-m", "casus.evaluation.keys", *names],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return ran.returncode, ran.stdout

    assert run("a.yaml", "a.txt") == (0, "ok: 9 actors, 4 attributions, 4 claims, 9 events\n")
    code, out = run("b.yaml", "a.txt", "a.yaml", "a.txt")
    assert code == 1
    assert out.splitlines() == [
        "b.yaml: a1.cue: 'blamed' is not found: copy the words from the text",
        "a.yaml: ok: 9 actors, 4 attributions, 4 claims, 9 events",
    ]
    assert run("a.yaml")[0] == 2


KEYS = sorted((ROOT / "tests/golden/tune").glob("*.yaml")) + sorted((ROOT / "tests/golden/final").glob("*.yaml"))


@pytest.mark.parametrize("path", KEYS, ids=[path.stem for path in KEYS])
def test_every_golden_key_loads(path: Path) -> None:
    assert read_key(path).events
