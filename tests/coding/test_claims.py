from collections.abc import Sequence

import pytest

from casus.coding import code_claims, kind_of
from casus.records import Attribution, Claim, Mention, MentionType, Reading, Report, Span, identify


def reading(
    text: str, attributions: list[tuple[str, str, str]], actor: Sequence[str] = (), person: Sequence[str] = (), place: Sequence[str] = ()
) -> Reading:
    """A reading of `text` with attributions (source, cue, content) and mentions by type, all as quotes; one sentence in all."""
    report = Report(text=text)

    def span(quote: str) -> Span:
        return report.span(text.index(quote), text.index(quote) + len(quote))

    found = [
        Attribution(
            id=identify(report.id, "attribution", [span(cue).offsets]),
            source=(span(source),) if source else (),
            cue=(span(cue),),
            content=(span(content),),
            quoted="indirect",
        )
        for source, cue, content in attributions
    ]
    named = [_mention(report, "actor", span(q)) for q in actor]
    named += [_mention(report, "person", span(q)) for q in person]
    named += [_mention(report, "place", span(q)) for q in place]
    ordered = sorted(named, key=lambda m: m.span.start)
    return Reading(report=report, sentences=(report.span(0, len(text)),), mentions=tuple(ordered), attributions=tuple(found))


def _mention(report: Report, type_: MentionType, span: Span) -> Mention:
    return Mention(id=identify(report.id, type_, [span.offsets]), span=span, type=type_)


def accused(found: Reading, claim: Claim) -> list[str]:
    return [m.span.quote for p in claim.accused for m in found.mentions if m.id == p.mention]


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("has repeatedly denied", "deny"),
        ("ruled out", "deny"),
        ("acknowledged", "admit"),
        ("claimed responsibility for", "admit"),
        ("accused", "allege"),
        ("was blamed for", "allege"),
        ("condemned", "condemn"),
        ("criticised", "condemn"),
        ("called on", "demand"),
        ("urged", "demand"),
        ("pledged", "promise"),
        ("warned", "threaten"),
        ("recognised", "recognise"),
        ("rejected", "reject"),
        ("refused", "reject"),
        ("believes", "assess"),
        ("told reporters", "state"),
        ("said", "state"),
    ],
)
def test_kind_of(cue: str, kind: str) -> None:
    assert kind_of(cue) == kind


@pytest.mark.parametrize(
    ("text", "attribution", "expected"),
    [
        ("Mirova accused Sollen of arming the League.", ("Mirova", "accused", "Sollen of arming the League"), ["Sollen"]),
        ("Mirova blamed Sollen for the blast.", ("Mirova", "blamed", "Sollen for the blast"), ["Sollen"]),
        ("Mirova alleged that Sollen arms the League.", ("Mirova", "alleged", "that Sollen arms the League"), ["Sollen"]),
        ("Sollen was accused of arming the League.", ("", "was accused of", "arming the League"), ["Sollen"]),
        ("Sollen has faced accusations of arming the League.", ("", "has faced accusations of", "arming the League"), ["Sollen"]),
        ("Mirova blamed storms for losses in Sollen.", ("Mirova", "blamed", "storms for losses in Sollen"), []),
    ],
)
def test_the_accused_in_every_shape(text: str, attribution: tuple[str, str, str], expected: list[str]) -> None:
    names = [name for name in ("Mirova", "Sollen", "League") if name in text]
    found = code_claims(reading(text, [attribution], actor=names))
    assert accused(found, found.claims[0]) == expected
    assert found.claims[0].kind == "allege"


def test_an_unnamed_speaker_is_null() -> None:
    found = code_claims(
        reading("Sollen was accused of robbing Mirova.", [("", "was accused of", "robbing Mirova")], actor=["Sollen", "Mirova"])
    )
    assert found.claims[0].speaker is None


def test_to_state_something_of_nobody_is_no_claim_but_to_deny_it_is() -> None:
    denied = code_claims(reading("Anna denied that it rained.", [("Anna", "denied", "that it rained")], person=["Anna"]))
    assert [claim.kind for claim in denied.claims] == ["deny"]
    assert not code_claims(reading("Anna said that it rained.", [("Anna", "said", "that it rained")], person=["Anna"])).claims


def denial(by: str) -> Reading:
    text = f"Mirova accused Sollen of theft. {by} denied that goods left Port Ede."
    attributions = [("Mirova", "accused", "Sollen of theft"), (by, "denied", "that goods left Port Ede")]
    return code_claims(reading(text, attributions, actor=["Mirova", "Sollen", by], place=["Port Ede"]))


def test_a_denial_by_the_accused_answers() -> None:
    found = denial("The Sollenese army")
    accusation, answer = found.claims
    assert (accusation.status, answer.answers) == ("denied", (accusation.id,))
    assert Reading(**dict(found)) == found


def test_a_denial_by_others_does_not_answer() -> None:
    accusation, answer = denial("Ardia").claims
    assert (accusation.status, answer.answers) == ("unanswered here", ())
