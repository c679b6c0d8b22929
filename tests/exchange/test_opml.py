from pathlib import Path

import pytest

from casus.exchange import feeds_of
from casus.records import InputError


def opml(path: Path, body: str) -> Path:
    path.write_text(f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>')
    return path


def test_feeds_are_found_in_folders_each_once(tmp_path: Path) -> None:
    body = """<outline text="Wires"><outline text="Sound Wire" xmlUrl="https://wire.example/rss"/></outline>
    <outline title="Again" xmlUrl="https://wire.example/rss"/><outline text="Local" xmlUrl="file:///etc/passwd"/>
    <outline xmlUrl="http://herald.example/atom"/>"""
    assert [url for url, _ in feeds_of(opml(tmp_path / "a.opml", body))] == ["https://wire.example/rss", "http://herald.example/atom"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "not OPML"), (b"words", "not OPML"), (b"<opml><body/></opml>", "no feeds"), (b"\xff\xfe\x00", "not OPML")],
)
def test_what_is_no_list_of_feeds_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.opml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason) as refused:
        feeds_of(path)
    assert "\n" not in str(refused.value)


def test_no_file_is_opened_from_inside_a_list(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://secret.example/rss")
    path = tmp_path / "a.opml"
    path.write_text(
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><opml><body><outline xmlUrl="http://a.example/" text="&#65;"/>'
        "<outline>&x;</outline></body></opml>"
    )
    assert feeds_of(path) == [("http://a.example/", "A")]
