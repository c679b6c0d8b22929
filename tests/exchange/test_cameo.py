import pytest

from casus.exchange.cameo import ROOTS, cameo
from casus.exchange.icews import _codes, code_of
from casus.records import ontology


@pytest.mark.parametrize(
    ("code", "coded"),
    [
        ("040", ("CONSULT", None, None)),
        ("0863", ("RETREAT", "access", " human_security ")),
        ("0813", ("RETREAT", None, " legal ")),
        ("082", ("CONCEDE", None, " pro_democracy ")),
        ("091", ("ACCUSE", "investigate", " crime corruption ")),
        ("112", ("ACCUSE", "disapprove", None)),
        ("1121", ("ACCUSE", "allege", " crime corruption ")),
        ("116", ("SANCTION", "convict", " legal ")),
        ("163", ("COERCE", "restrict", " diplomatic ")),
        ("1712", ("ASSAULT", "destroy", " human_security ")),
        ("175", ("ASSAULT", None, " pro_autocracy military ")),
        ("186", ("ASSAULT", "targeted", None)),
        ("191", ("COERCE", "restrict", " military ")),
        ("195", ("ASSAULT", "aerial", " military ")),
        ("2042", ("ASSAULT", "unconventional", " cbrn ")),
    ],
)
def test_codes_that_are_easy_to_get_wrong(code: str, coded: tuple[str, str | None, str | None]) -> None:
    found = cameo().coding(code)
    assert not isinstance(found, str)
    assert (found.type, found.mode, found.contexts) == coded


def test_the_score_is_plovers_with_the_minus_that_the_manual_lost() -> None:
    found = cameo().coding("11")
    assert not isinstance(found, str)
    assert found.intensity == ontology().intensity("ACCUSE", "disapprove") == -2


def test_a_code_that_is_not_listed_takes_what_it_refines() -> None:
    assert cameo().coding("1311") != cameo().coding("13")
    assert cameo().coding("0831") == cameo().coding("083")


def test_every_root_is_mapped_or_skipped_for_a_reason() -> None:
    skipped = {root for root in ROOTS if isinstance(cameo().coding(root), str)}
    assert skipped == {"01", "02"}


@pytest.mark.parametrize("code", ["", "1", "21", "00", "abc", "190x", "99999", "١٩٠"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no CAMEO code"):
        cameo().coding(code)


def test_every_text_of_icews_has_a_code_that_cameo_has() -> None:
    assert all(cameo().coding(code) for code in _codes().values())
    assert code_of("Threaten with military force") == "138"
    assert len(_codes()) > 300


def test_meetings_have_two_sides_and_hosts_are_visited() -> None:
    table = cameo().codes
    assert {code for code, coding in table.items() if coding.two_sided} == {"040", "041", "044", "046", "057"}
    assert [code for code, coding in table.items() if coding.turned] == ["043"]
