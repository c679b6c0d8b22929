import pytest

from casus.corroboration import agency, credited


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SUVA (AP) — The ferry left.", {"Associated Press"}),
        ("SUVA, May 4 (Reuters) - The ferry left.", {"Reuters"}),
        ("Ferry leaves\nBy Reuters\n\nThe ferry left.", {"Reuters"}),
        ("AFP - The ferry left the pier.", {"Agence France-Presse"}),
        ("The ferry left.\n\n(With inputs from partners)\n(PTI)", {"Press Trust of India"}),
        ("The ferry left the pier.\n© 2031 Agence France-Presse.", {"Agence France-Presse"}),
        ("Associated Press of Pakistan\n\nThe ferry left.", {"Associated Press of Pakistan"}),
        ("The ferry left, Reuters reported. The AP saw it.", set()),
        ("The app (beta) shows ferries.", set()),
    ],
)
def test_credits(text: str, found: set[str]) -> None:
    assert credited(text) == found


def test_an_agency_named_in_the_middle_is_a_source() -> None:
    assert credited("The ferry left. " * 40 + "\n(Reuters)\n" + "It came back. " * 40) == frozenset()


def test_publishers() -> None:
    assert [agency(name) for name in ("AP", "Reuters", "The Reuters Review")] == ["Associated Press", "Reuters", None]
