from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from casus.ingest import Options, ingest
from casus.records import InputError, Report

from .conftest import reports, the_error, the_report
from .samples import BODY, TITLE, feed, item

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Orsa Wire</title>
<entry><title>{TITLE}</title><author><name>Mira Tal</name></author><link href="https://wire.example/1"/><updated>2024-03-04T08:30:00+05:00</updated>
<summary>Raid on a post.</summary><content type="html">&lt;p&gt;KABUL (AP) — {BODY}&lt;/p&gt;</content></entry></feed>"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "a.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_each_entry_is_a_report_with_what_the_feed_knows(tmp_path: Path) -> None:
    extra = "<link>https://gazette.example/1</link><pubDate>Mon, 04 Mar 2024 08:30:00 +0500</pubDate><author>desk@gazette.example</author>"
    first, second = reports(
        write(tmp_path, feed(item(extra=extra), item("Talks resume", "&lt;p&gt;Envoys met.&lt;/p&gt;&lt;p&gt;They ate.&lt;/p&gt;")))
    )
    assert first.text == f"{TITLE}\n\n{BODY.strip()}"
    assert (first.publisher, first.url, first.byline) == ("Orsa Gazette", "https://gazette.example/1", None)
    assert first.published == datetime(2024, 3, 4, 3, 30, tzinfo=UTC)
    assert second.text == "Talks resume\n\nEnvoys met.\nThey ate."
    assert second.published is None


def test_atom_gives_content_before_summary_and_the_update_where_no_publication_is_named(tmp_path: Path) -> None:
    report = the_report(write(tmp_path, ATOM))
    assert (report.title and report.title.quote, report.byline and report.byline.quote, report.publisher) == (
        TITLE,
        "Mira Tal",
        "Orsa Wire",
    )
    assert report.dateline is not None
    assert "Raid on a post" not in report.text
    assert report.published == datetime(2024, 3, 4, 3, 30, tzinfo=UTC)


def test_an_entry_with_a_title_alone_is_a_report_and_one_with_nothing_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, feed(item(description=""), "<item><guid>x</guid></item>", item()))
    first, second, third = list(ingest(path))
    assert isinstance(first, Report)
    assert isinstance(third, Report)
    assert first.text == TITLE
    assert isinstance(second, InputError)
    assert (second.source, second.reason) == (f"{path}#2", "empty: the entry has no content, no summary and no title")


def test_a_feed_cut_short_gives_its_entries_and_an_error(tmp_path: Path) -> None:
    *found, last = list(ingest(write(tmp_path, feed(item(), item("Second"), closing="<item><title>Thi"))))
    assert len(found) >= 2
    assert isinstance(last, InputError)
    assert last.reason.startswith("the feed ends in the middle, after ")


def test_a_stray_ampersand_loses_nothing(tmp_path: Path) -> None:
    assert "Tal & Renn" in the_report(write(tmp_path, feed(item("Tal & Renn meet")))).text


def test_another_encoding_is_read(tmp_path: Path) -> None:
    text = feed(item("Переговоры", "Министры встретились у реки.")).replace('encoding="utf-8"', 'encoding="windows-1251"')
    assert the_report(write(tmp_path, text.encode("cp1251"))).text == "Переговоры\n\nМинистры встретились у реки."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Guards waited at the gate.", "not a feed: expected RSS or Atom in XML, found no XML at all"),
        ('{"items": []}', "not a feed: expected RSS or Atom in XML, found no XML at all"),
        ("<?xml version='1.0'?><nitf><body>Guards waited.</body></nitf>", "not a feed: expected RSS or Atom, found other XML or HTML"),
        (feed(), "empty: the feed has no entries"),
        ("", "not a feed"),
    ],
)
def test_what_is_no_feed_is_an_error(tmp_path: Path, text: str, reason: str) -> None:
    assert the_error(write(tmp_path, text), Options(format="feed")).reason.startswith(reason)


def test_a_feed_that_names_a_file_or_an_address_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>' + feed(item("&x;")).split("?>", 1)[1]
    assert all("hidden" not in str(found) for found in ingest(write(tmp_path, bomb)))
