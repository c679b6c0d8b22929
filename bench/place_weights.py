"""Fit the weights by which places are told apart: which candidate of a toponym is meant, from labelled articles.

    python -m bench.place_weights --data ../shared/data --out src/casus/grounding/place_weights.yaml

A conditional logit over the candidates of each toponym: the chance of a candidate is the softmax of its weighted features. What a toponym
tells of the others depends on their chances, so the fit takes turns: chances from the last weights, features from the chances, new weights.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # has no types

from bench.headlines import Headline, headlines, is_right
from casus.grounding.gazetteer import Found, Gazetteer, haversine_km
from casus.grounding.missed_places import add_missed
from casus.grounding.place_evidence import ALONE, FEATURES, KNOWN, PARTS, Field, Weights, surroundings
from casus.grounding.toponyms import Toponym, toponyms
from casus.pipeline import Pipeline
from casus.records import Mention, Reading, Report, Span, identify

Floats = NDArray[np.float64]
ROUNDS = 3
"""Turns of the fit, and of the reading: more change nothing."""

RIDGE = 2.0
"""Strength of the pull of all weights towards nought: few features, few thousand toponyms, one kind of paper."""

NEAR_KM = 40.0
"""A candidate this near to the labelled point is the place meant."""

ABROAD = 3.0
"""Weight of an article outside the United States in the fit: the set is mostly American local news, casus reads the world's."""


@dataclass(frozen=True)
class Gold:
    """A toponym of a labelled article: its offsets, its point, the kind and country of the place."""

    start: int
    end: int
    lat: float
    lon: float
    kind: str
    country: str


@dataclass(frozen=True)
class Article:
    """A labelled article. `group` is its newspaper: folds never part a newspaper."""

    report: Report
    golds: tuple[Gold, ...]
    group: str

    @property
    def abroad(self) -> bool:
        """Whether most of its places lie outside the United States."""
        return sum(gold.country == "United States" for gold in self.golds) * 2 < len(self.golds)


def read_lgl(path: Path) -> list[Article]:
    """Return the articles of LGL (Lieberman, Samet and Sankaranarayanan 2010) whose toponyms have coordinates."""
    with gzip.open(path) as file:
        root = ElementTree.parse(file).getroot()
    return [article for element in root if (article := _article(element)).golds]


def _article(element: ElementTree.Element) -> Article:
    text = element.findtext("text") or ""
    domain = element.findtext("domain") or ""
    golds = []
    for item in element.iter("toponym"):
        tag = item.find("gaztag")
        if tag is None or tag.findtext("lat") is None:
            continue
        start, end = int(item.findtext("start") or 0), int(item.findtext("end") or 0)
        if text[start:end] != item.findtext("phrase"):
            raise ValueError(f"{element.get('docid')}: {text[start:end]!r} is not {item.findtext('phrase')!r}")
        point = float(tag.findtext("lat") or 0), float(tag.findtext("lon") or 0)
        golds.append(Gold(start, end, *point, tag.findtext("fcode") or "", tag.findtext("country") or ""))
    report = Report(text=text, publisher=domain, url=f"http://{domain}/", dateline=_dateline(text, golds))
    return Article(report, tuple(golds), domain)


_DASH = re.compile(r"(?:,\s+[A-Z][\w. ]{1,20})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?\s*(?:\([A-Z][^)]{1,20}\)\s*)?(?:--|—|–|- )\s*\S")
_SENTENCE_END = re.compile(r"[.!?\"”’\n)]\s*$")


def _dateline(text: str, golds: Sequence[Gold]) -> Span | None:
    """Return the toponym that a dash parts from the article's first sentence; the set runs headline and dateline together."""
    for gold in golds:
        opens = gold.start == 0 or _SENTENCE_END.search(text[: gold.start])
        if gold.start < 400 and opens and text[gold.start : gold.end].isupper() and _DASH.match(text[gold.end : gold.end + 60]):
            return Span.of(text, gold.start, gold.end)
    return None


def mentions(article: Article) -> tuple[Mention, ...]:
    """Return the labelled toponyms as mentions of places."""
    report = article.report
    return tuple(
        Mention(id=identify(report.id, "mention", [(g.start, g.end)]), span=Span.of(report.text, g.start, g.end), type="place")
        for g in article.golds
    )


@dataclass
class Case:
    """An article made ready: its field of candidates, and which candidates are right for which toponym."""

    article: Article
    field: Field
    found: list[Toponym]
    peoples: list[Toponym]
    right: NDArray[np.bool_]
    weight: float


def case(gazetteer: Gazetteer, article: Article) -> Case:
    """Return an article made ready for the fit."""
    marked = mentions(article)
    golds = {mention.id: gold for mention, gold in zip(marked, article.golds, strict=True)}
    found, peoples = toponyms(gazetteer, article.report.text, marked)
    around = surroundings(gazetteer, article.report, found, peoples, [mention.span for mention in marked])
    right = [_is_right(place, golds[item.mentions[0].id]) for item in found for place in item.candidates]
    return Case(article, Field(gazetteer, found, around), found, peoples, np.array(right, dtype=bool), ABROAD if article.abroad else 1.0)


_COUNTRY, _PROVINCE = ("PCL",), ("ADM1", "ADMD", "RGN", "AREA")


def _is_right(place: Found, gold: Gold) -> bool:
    if gold.kind.startswith(_COUNTRY):
        return place.kind in ("country", "territory") and haversine_km(place.lat, place.lon, gold.lat, gold.lon) < 1000
    far = haversine_km(place.lat, place.lon, gold.lat, gold.lon)
    if gold.kind.startswith(_PROVINCE):
        return place.kind not in ("city", "village") and far < max(NEAR_KM, place.radius_km)
    return far < NEAR_KM


FIXED = {"country": 2.0, "capital": 3.0, "site_country": 2.0}
"""Weights that are set and not fitted. In the world's news "Georgia" and "Jordan" are
states, "Washington" is a capital, and a site's land is not always its subject."""


def fit(cases: Sequence[Case]) -> Weights:
    """Return the weights of a toponym by itself, of it among the others, and of the belief that a candidate is meant at all."""
    weights = Weights(_logit(cases, [c.field.alone for c in cases], ALONE), np.zeros(len(FEATURES)), np.zeros(len(KNOWN)))
    chances = [c.field.weigh(weights, 0)[0] for c in cases]
    for _ in range(ROUNDS):
        rows = [np.hstack([c.field.alone, c.field.together(chance)]) for c, chance in zip(cases, chances, strict=True)]
        weights = replace(weights, all=_logit(cases, rows, FEATURES))
        chances = [c.field.weigh(weights, ROUNDS)[0] for c in cases]
    return replace(weights, known=_belief(cases, weights))


def _logit(cases: Sequence[Case], rows: Sequence[Floats], names: Sequence[str]) -> Floats:
    """Return the weights under which the right candidates of the toponyms that have one are likeliest, with a ridge."""
    features, right, group, weight = _stacked(cases, rows)
    starts = np.cumsum([0, *np.bincount(group)[:-1]])
    fixed = np.array([FIXED.get(name, np.nan) for name in names])
    free = np.isnan(fixed)

    def whole(values: Floats) -> Floats:
        theta: Floats = np.nan_to_num(fixed)
        theta[free] = values
        return theta

    def loss(values: Floats) -> tuple[float, Floats]:
        score = features @ whole(values)
        score -= np.maximum.reduceat(score, starts)[group]
        power = np.exp(score)
        total, good = np.add.reduceat(power, starts), np.add.reduceat(power * right, starts)
        value = float((weight * (np.log(total) - np.log(good))).sum() + RIDGE * values @ values)
        slope = weight[group] * (power / total[group] - power * right / good[group])
        return value, (features.T @ slope)[free] + 2 * RIDGE * values

    return whole(np.asarray(minimize(loss, np.zeros(int(free.sum())), jac=True, method="L-BFGS-B").x))


def _stacked(cases: Sequence[Case], rows: Sequence[Floats]) -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """Return the candidates of all toponyms that have a right one and a wrong one, under each other."""
    features: list[Floats] = []
    right: list[NDArray[np.bool_]] = []
    group: list[NDArray[np.int64]] = []
    weight: list[float] = []
    for item, row in zip(cases, rows, strict=True):
        for number, toponym in enumerate(item.found):
            chosen = slice(item.field.starts[number], item.field.starts[number + 1])
            good = item.right[chosen]
            if good.any() and not good.all():
                features.append(row[chosen])
                right.append(good)
                group.append(np.full(len(good), len(weight)))
                weight.append(item.weight * np.sqrt(len(toponym.mentions)))
    return np.vstack(features), np.concatenate(right).astype(float), np.concatenate(group), np.array(weight)


def _belief(cases: Sequence[Case], weights: Weights) -> Floats:
    """Return the weights of `KNOWN`: a logistic regression of whether any candidate of a toponym is right."""
    rows, right = [], []
    for item in cases:
        known = item.field.known(item.field.weigh(weights, ROUNDS)[1])
        for number, toponym in enumerate(item.found):
            if toponym.candidates:
                rows.append(known[number])
                right.append(bool(item.right[item.field.starts[number] : item.field.starts[number + 1]].any()))
    features, label = np.array(rows), np.where(right, 1.0, -1.0)

    def loss(theta: Floats) -> tuple[float, Floats]:
        margin = label * (features @ theta)
        slope = -label / (1 + np.exp(margin))
        return float(np.logaddexp(0, -margin).sum() + 0.5 * theta @ theta), features.T @ slope + theta

    return np.asarray(minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x)


def weigh(item: Case, weights: Weights) -> None:
    """Set the chances of the candidates of an article, as the reader does."""
    for toponym, belief in zip(item.found, item.field.believe(weights, ROUNDS), strict=True):
        toponym.probabilities = belief


HEADLINE = 1.0
"""Weight of a headline in the fit, beside an American article's one."""


def read_headlines(gazetteer: Gazetteer, path: Path) -> list[tuple[Headline, Reading]]:
    """Return UCDP's English headlines that name their place, read by the shipped reader."""
    pipeline = Pipeline()
    return [(headline, read_mentions(pipeline, Report(text=headline.text))) for headline in headlines(path, gazetteer)]


def read_mentions(pipeline: Pipeline, report: Report) -> Reading:
    """Return a reading as far as the reader's mentions: what follows does not touch places."""
    reading = Reading(report=report)
    for stage in pipeline.stages:
        if stage.name in ("sentences", "reader"):
            reading = stage.run(reading)
    return reading


def headline_case(gazetteer: Gazetteer, item: tuple[Headline, Reading]) -> Case:
    """Return a headline made ready for the fit: right is what lies where its event was."""
    headline, reading = item
    marked = add_missed(gazetteer, reading)
    found, peoples = toponyms(gazetteer, reading.report.text, [m for m in marked if m.type == "place"])
    around = surroundings(gazetteer, reading.report, found, peoples, [m.span for m in marked if m.type in ("place", "person")])
    right = np.array([is_right(place, headline) for toponym in found for place in toponym.candidates], dtype=bool)
    return Case(Article(reading.report, (), "headline"), Field(gazetteer, found, around), found, peoples, right, HEADLINE)


def state_folds(tested: Sequence[tuple[Headline, Reading]], number: int = 5) -> list[list[tuple[Headline, Reading]]]:
    """Return the headlines in folds that never part a state."""
    by_state: dict[str, list[tuple[Headline, Reading]]] = {}
    for item in tested:
        by_state.setdefault(min(item[0].states), []).append(item)
    parts: list[list[tuple[Headline, Reading]]] = [[] for _ in range(number)]
    for _, items in sorted(by_state.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        min(parts, key=len).extend(items)
    return parts


def folds(articles: Sequence[Article], number: int = 5) -> list[NDArray[np.int64]]:
    """Return the fold of each article, by newspaper, as lists of indices."""
    groups = sorted({article.group for article in articles})
    fold_of = {group: position % number for position, group in enumerate(np.random.default_rng(7).permutation(groups))}
    return [np.array([i for i, article in enumerate(articles) if fold_of[article.group] == n]) for n in range(number)]


def save(weights: Weights, path: Path) -> None:
    """Write the weights as YAML that a person can read."""
    values = zip(PARTS.items(), (weights.first, weights.all, weights.known), strict=True)
    table = {part: {name: round(float(value), 3) for name, value in zip(names, row, strict=True)} for (part, names), row in values}
    head = "# How much each feature of a candidate speaks for it (logarithm of the odds). Fitted: python -m bench.place_weights\n"
    path.write_text(head + yaml.safe_dump(table, sort_keys=False), "utf-8")


def errors(cases: Iterable[Case]) -> list[tuple[float, Gold, Article, Found | None]]:
    """Return the distance in km from each labelled toponym to what was found for it; infinite where nothing was."""
    result = []
    for item in cases:
        of = {mention.span.offsets: toponym.best for toponym in (*item.found, *item.peoples) for mention in toponym.mentions}
        for gold in item.article.golds:
            best = of.get((gold.start, gold.end))
            far = haversine_km(best.lat, best.lon, gold.lat, gold.lon) if best else float("inf")
            result.append((far, gold, item.article, best))
    return result


def main() -> None:
    """Fit on all of LGL and of the headlines, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/casus/grounding/place_weights.yaml"))
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    cases = [case(gazetteer, article) for article in read_lgl(options.data / "places" / "lgl.xml.gz")]
    told = read_headlines(gazetteer, options.data / "relations" / "ucdp_events_2023_half.csv")
    save(fit([*cases, *(headline_case(gazetteer, item) for item in told)]), options.out)


if __name__ == "__main__":
    main()
