"""A brief as Markdown and as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from html import escape
from io import StringIO

from casus.relations.brief import Brief, Line
from casus.relations.relation import Relation

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(page: Brief) -> str:
    """Return the page as Markdown; what reports say is escaped, so that it cannot format the page."""
    parts = [f"# {_plain(page.title)}", f"*{page.span}*", f"**{_plain(page.summary)}**"]
    for section in page.sections:
        parts.append(f"## {section.title}")
        parts += [_plain(sentence) for sentence in section.sentences]
        if section.lines:
            parts.append("\n".join(_item(line) for line in section.lines))
    parts += ["## How to read this page", "\n".join(f"- {_plain(note)}" for note in page.notes)]
    return "\n\n".join(parts) + "\n"


def _item(line: Line) -> str:
    quote = f" “{_plain(line.quote)}”" if line.quote else ""
    source = f"[{_plain(line.source)}]({line.url})" if _linked(line.url) else _plain(line.source)
    return f"- {line.on}. {_plain(line.said)}.{quote} — {source}"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", _line(text))


def _line(text: str) -> str:
    """One line without control characters: a report must not steer what shows it."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _linked(url: str | None) -> bool:
    return url is not None and re.fullmatch(r"https?://[^\s()<>\"]+", url) is not None


def html(page: Brief, relation: Relation | None = None) -> str:
    """Return the page as HTML with its styles, and with the picture of the relation where one is given."""
    body = [f"<h1>{_text(page.title)}</h1>", f'<p class="span">{page.span}</p>', f'<p class="sum">{_text(page.summary)}</p>']
    if relation is not None:
        body.append(f"<figure>{_picture(relation)}</figure>")
    for section in page.sections:
        body.append(f"<h2>{_text(section.title)}</h2>")
        body += [f"<p>{_text(sentence)}</p>" for sentence in section.sentences]
        if section.lines:
            body.append(f"<ul>{''.join(map(_entry, section.lines))}</ul>")
    notes = "".join(f"<li>{_text(note)}</li>" for note in page.notes)
    body.append(f'<h2>How to read this page</h2><ul class="notes">{notes}</ul>')
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"{meta}<title>{_text(page.title)}</title><style>{_STYLE}</style>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body><main>\n' + "\n".join(body) + "\n</main></body></html>\n"


def _entry(line: Line) -> str:
    source = f'<a href="{escape(line.url or "")}">{_text(line.source)}</a>' if _linked(line.url) else _text(line.source)
    quote = f"<q>{_text(line.quote)}</q>" if line.quote else ""
    return f"<li><time>{_text(line.on)}</time> {_text(line.said)}.{quote}<cite>{source}</cite></li>"


def _text(text: str) -> str:
    return escape(_line(text))


def _picture(relation: Relation) -> str:
    from matplotlib import rc_context

    from casus.relations.plot import draw

    stream = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "casus"}):
        figure = draw(relation)
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()[stream.getvalue().index("<svg") :]


_STYLE = """
body{margin:0;background:#fdfdfb;color:#22262b;font:16px/1.55 Georgia,'Times New Roman',serif}
main{max-width:46rem;margin:2.5rem auto;padding:0 1.2rem}
h1{font-size:1.9rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .4rem;border-bottom:1px solid #dcdcd6;padding-bottom:.2rem}
.span{margin:.1rem 0 1rem;color:#6b7178}.sum{font-size:1.12rem}p{margin:.45rem 0}
figure{margin:1.4rem -1rem}svg{width:100%;height:auto}
ul{list-style:none;padding:0;margin:.6rem 0}li{margin:.7rem 0;padding-left:.8rem;border-left:2px solid #dcdcd6}
time{font-weight:bold;margin-right:.3rem}q{display:block;color:#3b4148;font-style:italic}
cite{display:block;font-style:normal;font-size:.85rem;color:#6b7178}a{color:#2b6a73}
.notes{font-size:.85rem;color:#6b7178}.notes li{border:0;padding:0;margin:.25rem 0}
@media print{main{margin:0}li{break-inside:avoid}}
"""
