from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import pytest

from casus.ingest import dateline_end
from casus.ingest.dateline import find_dateline
from casus.records import Span

DATELINES = [
    ("KABUL", " – ", "Envoys"),
    ("KABUL", "—", "Envoys"),
    ("KABUL", " - ", "Envoys"),
    ("KABUL", " -- ", "“We will wait"),
    ("KABUL, Afghanistan (AP)", " — ", "Envoys"),
    ("ISLAMABAD, Jan 5 (Reuters)", " - ", "Envoys"),
    ("GENEVA/KHARTOUM, 14 March", " — ", "Aid"),
    ("New Delhi", ": ", "The ministry"),
    ("DERA ISMAIL KHAN", ": ", "A bomb"),
    ("(Reuters)", " - ", "Two men"),
    ("Jan 5 (Reuters)", " - ", "Two men"),
    ("ADDIS ABABA, Ethiopia", " -- ", "The council"),
    ("N'DJAMENA (AFP)", " – ", "The council"),
    ("N’DJAMENA, Chad", " – ", "The council"),
    ("PORT-AU-PRINCE, Haiti", " — ", "Gangs"),
    ("UNITED NATIONS (AP)", " — ", "The council"),
    ("Kabul (Xinhua)", " -- ", "The council"),
    ("SANAA, Aug. 3 (SABA)", " - ", "The council"),
    ("WASHINGTON, D.C.", " — ", "The council"),
    ("NEW YORK, 3 June 2021", " – ", "The council"),
    ("Geneva, 14 March 2023", " – ", "The council"),
    ("GENEVA (14 March 2023)", " – ", "The council"),
    ("London, Monday 5 January 2024", " – ", "The council"),
    ("Islamabad, Pakistan", " – ", "The council"),
    ("St. Petersburg, Russia", " – ", "The council"),
    ("MOSCOW, March 14. /TASS/", ". ", "The council"),
    ("ISLAMABAD, Jan 05 (APP)", ":", "The council"),
    ("Kabul [Afghanistan], January 5 (ANI)", ": ", "The council"),
    ("SPIN BOLDAK, Afghanistan, Jan. 5, 2024 (AP)", " — ", "“We saw it"),
    ("KHAR, Bajaur", " – ", "al-Qaeda"),
    ("RAS AL-AYN, Syria (AP)", " — ", "12 people"),
    ("SANA'A, 5 January 2024 (UN News)", " — ", "The council"),
    ("DAMASCUS, (SANA)", "- ", "The council"),
    ("MUZAFFARABAD", " — ", "The council"),
]

SENTENCES = [
    "Pakistan – which denies it – said that talks would go on.",
    "Pakistan – The army chief spoke.",
    "The U.S. - led coalition moved north.",
    "WASHINGTON said on Monday that talks would go on.",
    "U.S. – China talks stalled.",
    "NATO – The alliance met.",
    "TTP – the banned group – said that it was not involved.",
    "BREAKING – Ten guards hurt.",
    "ANALYSIS: The long border.",
    "Analysis: The long border.",
    "Karimi: I will go.",
    "Kabul – which fell in 2021 – is calm.",
    "Kabul – Islamabad relations soured.",
    "KABUL–ISLAMABAD relations soured.",
    "Sor Darwesh (PTI) – The party leader spoke.",
    "Amin Qol (PML-N) – The former minister spoke.",
    "PAKISTAN – The army spoke.",
    "UNITED STATES – China trade fell.",
    "Hamas - The group spoke.",
    "(Adds details) - The council met.",
    "Monday, 5 January – The council met.",
    "Updated, 5 January 2024 – The council met.",
    "EDITOR'S NOTE — This story was changed.",
    "Well-known rebels – The council met.",
    "Geneva talks – The third round – ended.",
    "UNHCR (Geneva) – The agency spoke.",
    "The army – Orsa's strongest institution – spoke.",
    "Paris: 12 hurt; Lyon: 3.",
    "Iran-backed – The militia spoke.",
    "Ghoriani – Orsa's president – left.",
    "KABUL",
    "KABUL –",
    "",
    " – The council met.",
]


@pytest.mark.parametrize(("dateline", "dash", "body"), DATELINES)
@pytest.mark.parametrize("before", ["", "\n  "])
def test_a_dateline_is_found_and_the_sentence_begins_behind_its_dash(before: str, dateline: str, dash: str, body: str) -> None:
    text = f"{before}{dateline}{dash}{body} met on Tuesday."
    found = find_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == dateline
    assert text[dateline_end(text, Span.of(text, found.start, found.end)) :] == f"{body} met on Tuesday."


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_dateline(sentence: str) -> None:
    assert find_dateline(sentence) is None


def test_markdown_emphasis_stands_outside_the_dateline() -> None:
    text = "**KABUL** – Envoys met."
    found = find_dateline(text)
    assert found is not None
    assert (text[found.start : found.end], text[dateline_end(text, Span.of(text, 2, 7)) :]) == ("KABUL", "Envoys met.")


@pytest.mark.parametrize(
    ("text", "agency", "published"),
    [
        ("KABUL, Jan. 5 (AP) — Envoys met.", "AP", None),
        ("GENEVA, 14 March 2023 — Envoys met.", None, datetime(2023, 3, 14, tzinfo=UTC)),
        ("GENEVA (14 March 2023) — Envoys met.", None, datetime(2023, 3, 14, tzinfo=UTC)),
        ("MOSCOW, March 14. /TASS/. Envoys met.", "TASS", None),
        ("SPRINGFIELD (Illinois) — Envoys met.", None, None),
        ("KABUL, Afghanistan (Pajhwok Afghan News) — Envoys met.", "Pajhwok Afghan News", None),
    ],
)
def test_a_dateline_says_who_and_with_a_year_when(text: str, agency: str | None, published: datetime | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.agency, found.published) == (agency, published)


@pytest.mark.parametrize("unit", ["A", "A. ", "KABUL ", "A-", "A/", "Ab, ", "(", "Kabul, Kabul ", "* "])
def test_long_runs_of_anything_take_no_time(unit: str) -> None:
    start = perf_counter()
    assert find_dateline(unit * 200_000) is None
    assert perf_counter() - start < 0.5
