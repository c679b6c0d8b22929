from __future__ import annotations

import subprocess
import sys

import pytest

from casus.ingest.language import LANGUAGES, language_of, reads_as_english

from .samples import BODY, FRENCH, PASHTO, RUSSIAN


@pytest.mark.parametrize(("text", "code"), [(BODY, "en"), (RUSSIAN, "ru"), (PASHTO, "ps"), (FRENCH, "fr")])
def test_the_language_is_what_the_text_shows_whatever_is_declared(text: str, code: str) -> None:
    assert language_of(text, "de") == code
    assert reads_as_english(text) == (code == "en")


def test_a_short_text_has_the_declared_language_or_none() -> None:
    assert language_of("Orsa, Kabul", "en-US") == "en"
    assert language_of("Orsa, Kabul", "Klingon") is None
    assert language_of("") is None


def test_one_english_sentence_is_enough() -> None:
    assert language_of("Police blamed the rebels for the blast.") == "en"


def test_an_english_quotation_does_not_make_a_text_english() -> None:
    assert language_of(FRENCH + " « The guards said that they were with the army. »") == "fr"


def test_two_megabytes_are_sampled() -> None:
    assert reads_as_english(BODY.replace("\n", " ") * 5000)


def test_an_english_report_is_recognised_without_loading_the_classifier() -> None:
    check = "assert language_of(text) == 'en' and 'py3langid' not in sys.modules"
    code = f"import sys; from casus.ingest.language import language_of; text = {BODY!r}; {check}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_classifier_knows_the_languages() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    assert set(LANGUAGES) <= set(LanguageIdentifier.from_model_file(MODEL_FILE).labels)
