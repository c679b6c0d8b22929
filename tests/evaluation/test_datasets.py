import gzip
import json
from pathlib import Path

import pytest

from casus.evaluation import join, read_attributions, read_conll, read_re3d
from casus.records import DataError

ROW = {"id": "a", "text": "Ana spoke.", "attributions": [{"source": [[0, 3]], "cue": [[4, 9]], "content": []}]}


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_attributions(tmp_path: Path, name: str) -> None:
    path, data = tmp_path / name, (json.dumps(ROW) + "\n\n").encode()
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    (text,) = read_attributions(path)
    assert (text.name, text.layers) == ("a", {"source": [(0, 3)], "cue": [(4, 9)], "content": []})
    assert text.links == [([(0, 3)], [(4, 9)], [])]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "expected JSON lines"),
        ('{"text": "x"}', ":1: expected text, and attributions"),
        ('{"text": "x", "attributions": [{"source": [[1]], "cue": [], "content": []}]}', ":1: expected text"),
    ],
)
def test_bad_attributions_are_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "bad.jsonl").write_text(content)
    with pytest.raises(DataError, match=message):
        read_attributions(tmp_path / "bad.jsonl")


def test_a_missing_or_truncated_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none"):
        read_attributions(tmp_path / "none.jsonl")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(json.dumps(ROW).encode() * 50)[:60])
    with pytest.raises(DataError, match=r"cut\.jsonl\.gz"):
        read_attributions(tmp_path / "cut.jsonl.gz")


def test_conll_in_two_columns(tmp_path: Path) -> None:
    (tmp_path / "two.conll").write_text("Ana I-PER\nof O\nNew I-LOC\nRome I-LOC\n\nBo\tB-PER\nLee\tB-PER\n")
    one, two = read_conll(tmp_path / "two.conll")
    assert (one.text, one.layers) == ("Ana of New Rome", {"PER": [(0, 3)], "LOC": [(7, 15)]})
    assert two.layers == {"PER": [(0, 2), (3, 6)], "LOC": []}


def test_universal_ner(tmp_path: Path) -> None:
    (tmp_path / "u.iob2").write_text("# text = #1 Rome\n1\t#\tO\t-\t-\n2\tRome\tB-LOC\t-\tx\n")
    (text,) = read_conll(tmp_path / "u.iob2")
    assert (text.text, text.layers) == ("# Rome", {"LOC": [(2, 6)]})


@pytest.mark.parametrize("content", ["", "word\n", "word NOUN\n"])
def test_what_is_no_conll(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.conll").write_text(content)
    with pytest.raises(DataError, match="BIO tag"):
        read_conll(tmp_path / "x.conll")


def test_joined_texts_keep_their_spans(tmp_path: Path) -> None:
    (tmp_path / "x.conll").write_text("Ana B-PER\n\nBo B-PER\n\nCy B-PER\n")
    one, two = join(read_conll(tmp_path / "x.conll"), 2)
    assert [one.text[s:e] for s, e in one.layers["PER"]] == ["Ana", "Bo"]
    assert two.text == "Cy"


def test_re3d(tmp_path: Path) -> None:
    entities = [
        {"documentId": "d", "type": "Organisation", "begin": 0, "end": 12},
        {"documentId": "d", "type": "Nationality", "begin": 4, "end": 7},
        {"documentId": "d", "type": "Money", "begin": 0, "end": 3},
    ]
    (tmp_path / "x_entities.jsonl").write_text("\n".join(map(json.dumps, entities)))
    (tmp_path / "x_documents.jsonl").write_text(json.dumps({"_id": "d", "text": "the Ira army"}))
    (text,) = read_re3d(tmp_path)
    assert text.layers["actor"] == [(0, 12)]
    with pytest.raises(DataError, match="re3d"):
        read_re3d(tmp_path / "none")
