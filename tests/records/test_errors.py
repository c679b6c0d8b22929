import pickle
import re

import pytest

from casus import records
from casus.records import (
    CasusError,
    DataError,
    FetchError,
    InputError,
    LanguageError,
    ModelError,
    SpanError,
    StageError,
    UsageError,
    errors,
)

EXAMPLES = [
    UsageError("no such format"),
    InputError("a.txt", "empty"),
    FetchError("https://wire.example", "refused"),
    LanguageError("a.txt", "Finnish"),
    SpanError("outside"),
    StageError("a.txt", "coding", "no verbs"),
    ModelError("missing"),
    DataError("no column 'text'"),
]


def tree(root: type[Exception]) -> list[type[Exception]]:
    return [child for each in root.__subclasses__() if each.__module__ == errors.__name__ for child in (each, *tree(each))]


def test_the_tree_is_small_drawn_and_exported() -> None:
    names = {error.__name__ for error in tree(CasusError)}
    defined = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    drawn = set(re.findall(r"\w*Error\b", errors.__doc__ or ""))
    assert names | {"CasusError"} == defined == drawn
    assert names <= set(records.__all__)
    assert len(names) <= 10
    assert {type(example) for example in EXAMPLES} == set(tree(CasusError))


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_error_crosses_to_another_process(error: CasusError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_messages_name_input_and_stage() -> None:
    assert str(FetchError("https://wire.example", "refused")) == "https://wire.example: refused"
    assert str(StageError("a.txt", "coding", "no verbs")) == "a.txt: stage coding: no verbs"
    assert (InputError("a", "b").stage, LanguageError("a", "b").stage) == ("ingest", "language")


def test_a_span_error_is_a_value_error() -> None:
    assert issubclass(SpanError, ValueError), "so that pydantic reports it with the field it belongs to"
