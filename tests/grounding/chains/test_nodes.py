import pytest

from casus.grounding.chains.nodes import Node, nodes, singular
from casus.grounding.knowledge import open_knowledge
from tests.grounding.chains.reports import reading


def node(text: str, mark: str) -> Node:
    return nodes(reading(text, mark), open_knowledge())[0]


@pytest.mark.parametrize(
    ("text", "mark", "sort", "named"),
    [
        ("Ana Duarte left.", "p:Ana Duarte", "person", True),
        ("The minister left.", "a:minister", "person", False),
        ("The ministers left.", "a:ministers", "people", False),
        ("Protesters left.", "a:Protesters", "people", False),
        ("The Oru Front left.", "a:Oru Front", "body", True),
        ("The Prefect left.", "a:Prefect", "person", False),
    ],
)
def test_sorts(text: str, mark: str, sort: str, named: bool) -> None:
    found = node(text, mark)
    assert (found.sort, found.named) == (sort, named)


def test_a_surname_in_s_is_one_person() -> None:
    assert not node("Delfino Armas left.", "p:Delfino Armas").many


@pytest.mark.parametrize(
    ("text", "mark", "roles"),
    [
        ("Defence Minister Ana Duarte left.", "p:Ana Duarte", {"minister"}),
        ("Ana Duarte, the commander, left.", "p:Ana Duarte", {"commander"}),
        ("The rebel group Oru Dawn left.", "a:Oru Dawn", {"group", "rebel"}),
        ("Ana Duarte left.", "p:Ana Duarte", set()),
    ],
)
def test_roles_beside_a_name(text: str, mark: str, roles: set[str]) -> None:
    assert node(text, mark).roles == roles


@pytest.mark.parametrize(("words", "gender"), [("Mr Hale", "m"), ("Ms Hale", "f"), ("Spokeswoman Hale", "f"), ("Minister Hale", None)])
def test_gender_is_told_by_titles_only(words: str, gender: str | None) -> None:
    assert node(f"{words} left.", "p:Hale").gender == gender


@pytest.mark.parametrize(
    ("text", "definite", "indefinite"),
    [("The same group left.", True, False), ("A smaller group left.", False, True), ("Armed group leaves.", False, False)],
)
def test_articles(text: str, definite: bool, indefinite: bool) -> None:
    found = node(text, "a:group")
    assert (found.definite, found.indefinite) == (definite, indefinite)


def test_a_title_is_part_of_the_name_that_follows() -> None:
    found = nodes(reading("Mines Minister Ana Duarte left.", "a:Mines", "p:Ana Duarte"), open_knowledge())
    assert [n.title for n in found] == [True, False]


@pytest.mark.parametrize(
    ("word", "expected"), [("gendarmes", ("gendarme", True)), ("policemen", ("policeman", True)), ("congress", ("congress", False))]
)
def test_singular(word: str, expected: tuple[str, bool]) -> None:
    assert singular(word) == expected
