from bench.baseline import read
from casus.records import Report

TEXT = "The Ministry of Mines accused Northern Star of theft. Troops from Ardia attacked Port Ede on Monday."


def test_keywords_and_nearest_names() -> None:
    found = read(Report(text=TEXT))
    words = {m.id: m.span.quote for m in found.mentions}
    coded = {e.type: ([words[p.mention or ""] for p in e.actors], [words[p.mention or ""] for p in e.recipients]) for e in found.events}
    assert coded["ACCUSE"] == (["The Ministry of Mines"], ["Northern Star"])
    assert coded["ASSAULT"] == (["Ardia"], ["Port Ede"])
    assert [(c.kind, [words[p.mention or ""] for p in c.accused]) for c in found.claims] == [("allege", ["Northern Star"])]


def test_a_text_without_names_or_verbs() -> None:
    found = read(Report(text="it rained."))
    assert (found.claims, found.events, found.mentions) == ((), (), ())
