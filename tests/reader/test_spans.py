import threading
from pathlib import Path

import pytest

from casus.reader import SpanModel
from casus.records import ModelError

PARAGRAPH = (
    "The harbour authority said on Tuesday that two patrol boats had blocked the channel near Mombasa. "
    "“We were given no warning,” said Imra Tolle, who runs the ferry company. "
)


@pytest.fixture(scope="module")
def model() -> SpanModel:
    return SpanModel()


def test_spans_of_a_plain_report(model: SpanModel) -> None:
    found = {layer: [PARAGRAPH[s:e] for s, e in spans] for layer, spans in model.label(PARAGRAPH).items()}
    assert "said" in found["cue"]
    assert any("We were given no warning" in content for content in found["content"])
    assert any("Imra Tolle" in source for source in found["source"])
    assert any("harbour authority" in actor for actor in found["actor"])
    assert any("Mombasa" in place for place in found["place"])
    assert any("Tuesday" in moment for moment in found["moment"])


@pytest.mark.parametrize("layer", ["source", "cue", "content"])
def test_windows_leave_no_seam(model: SpanModel, layer: str) -> None:
    """A text of one repeated paragraph reads alike wherever the windows were cut: no span is lost, split or shortened."""
    size, text = len(PARAGRAPH), PARAGRAPH * 40
    assert len(list(model.tokenizer(text).windows())) > 6
    found = [(start // size, start % size, end - start) for start, end in model.label(text)[layer]]
    by_paragraph = [{(start, length) for number, start, length in found if number == i} for i in range(40)]
    assert by_paragraph[1:-1] == [by_paragraph[1]] * 38
    assert by_paragraph[1]


def test_results_do_not_depend_on_what_else_is_read(model: SpanModel) -> None:
    alone = SpanModel().label(PARAGRAPH)
    model.label(PARAGRAPH * 40)
    model.label("Fire.")
    assert model.label(PARAGRAPH) == alone


def test_results_do_not_depend_on_threads() -> None:
    assert SpanModel(threads=1).label(PARAGRAPH) == SpanModel(threads=2).label(PARAGRAPH)


def test_one_model_serves_several_threads(model: SpanModel) -> None:
    expected, found = model.label(PARAGRAPH), []
    threads = [threading.Thread(target=lambda: found.append(model.label(PARAGRAPH))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u200f", "🇰🇪", "x" * 300, "\ufffd"])
def test_odd_texts_give_spans_inside_them(model: SpanModel, text: str) -> None:
    for spans in model.label(text).values():
        assert all(0 <= s < e <= len(text) for s, e in spans)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no spans\.onnx, spans\.json, tokenizer\.json, pieces\.npz in"):
        SpanModel(tmp_path)


def test_a_damaged_model_is_a_model_error(tmp_path: Path, model: SpanModel) -> None:
    for name in ("spans.json", "tokenizer.json", "pieces.npz"):
        (tmp_path / name).write_bytes((model.folder / name).read_bytes())
    (tmp_path / "spans.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SpanModel(tmp_path).label("The ministry spoke.")
