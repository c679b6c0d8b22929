"""UCDP headlines that name a side: `python -m bench.grounding_sides --data ../shared/data`.

For every event of the half of 2023 and every headline behind it that is English: a side is *named* when one of the words listed for it in
`SIDES` stands in the headline (written by hand from the sides' names, before any headline was looked at; the knowledge is not asked).
The side is *right* when grounding the headline, dated as its source, finds the side's actor or a part of it: an organ of the state, or
who belongs to the group. One headline counts once for each side that it names, however many events cite it.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from casus.grounding.actors import describe_actors, ground_actors
from casus.grounding.knowledge import Knowledge, open_knowledge
from casus.grounding.places import ground_places
from casus.ingest import report_from_text
from casus.reader import ModelReader, sentences
from casus.records import Reading

UCDP = "relations/ucdp_events_2023_half.csv"

SIDES: dict[str, tuple[tuple[str, ...], str]] = {
    "Government of Russia (Soviet Union)": (("RUS",), r"Russian?s?|Kremlin|Moscow"),
    "Government of Ukraine": (("UKR",), r"Ukrain(?:e|ian|ians)|Kyiv|Kiev"),
    "Government of Israel": (("ISR",), r"Israelis?|Israel|IDF"),
    "Government of Myanmar (Burma)": (("MMR",), r"Myanmar|Burm(?:a|ese)|Tatmadaw|[Jj]unta"),
    "Hamas": (("grp.hamas", "pty.hamas"), r"Hamas|Qassam"),
    "IS": (("grp.islamic-state", "grp.iskp", "grp.iswap", "grp.isgs"), r"Islamic State|ISIS|ISIL|Daesh|ISKP|ISWAP"),
    "Government of Syria": (("SYR",), r"Syrian? (?:army|regime|government|forces|military|troops)|Assad|Damascus"),
    "SDF": (("grp.sdf",), r"SDF|Syrian Democratic Forces"),
    "SNA": (("grp.sna-syria", "grp.syrian-national-army"), r"SNA|Syrian National Army"),
    "JNIM": (("grp.jnim",), r"JNIM|Nusrat|Jama'at Nasr"),
    "Government of Mali": (("MLI",), r"Malian|Mali's|Bamako|FAMa"),
    "Government of Nigeria": (("NGA",), r"Nigerian|Nigeria's"),
    "Government of Burkina Faso": (("BFA",), r"Burkinabe|Burkinabé|Burkina Faso's"),
    "Government of Ethiopia": (("ETH",), r"Ethiopian|ENDF|Addis"),
    "Government of Pakistan": (("PAK",), r"Pakistani?|Islamabad"),
    "RSF": (("grp.rsf",), r"RSF|Rapid Support Forces|Janjaweed"),
    "Government of Sudan": (("SDN",), r"Sudanese (?:army|armed)|Sudan's army|SAF|Sudan army"),
    "TTP": (("grp.ttp",), r"TTP|Tehr[ei][ei]?k-[ei]-Taliban|Pakistani Taliban"),
    "Fano": (("grp.fano",), r"Fano"),
    "Government of Afghanistan": (("AFG", "grp.taliban"), r"Taliban|Taleban"),
    "M23": (("grp.m23",), r"M23"),
    "Government of India": (("IND",), r"Indian (?:army|forces|troops|security)|India's army"),
    "Government of Turkey": (("TUR",), r"Turkish|Turkey's|Türkiye|Ankara"),
    "PKK": (("grp.pkk",), r"PKK|Kurdistan Workers"),
    "Government of Mozambique": (("MOZ",), r"Mozambican|Mozambique's"),
    "Government of Yemen (North Yemen)": (("YEM",), r"Yemeni (?:army|government|forces)"),
    "Al-Shabaab": (("grp.al-shabaab",), r"[Aa]l[- ]Shabaa?b"),
    "KNU": (("grp.knu", "grp.knla"), r"KNU|Karen National Union|KNLA"),
    "KIO": (("grp.kio", "grp.kia"), r"KIO|KIA|Kachin Independence"),
    "PSLF": (("grp.tnla", "grp.pslf"), r"TNLA|Ta'ang National Liberation"),
    "JAS": (("grp.boko-haram", "grp.jas"), r"Boko Haram|JAS"),
    "OLA": (("grp.ola", "grp.olf"), r"OLA|Oromo Liberation"),
    "Hezbollah": (("grp.hezbollah",), r"Hezbollah|Hizbullah"),
    "IPOB": (("grp.ipob", "org.ipob"), r"IPOB|Indigenous People of Biafra"),
    "Government of DR Congo (Zaire)": (("COD",), r"Congolese|FARDC|Congo's army"),
    "Government of Kenya": (("KEN",), r"Kenyan|Kenya's|KDF"),
    "Government of Azerbaijan": (("AZE",), r"Azerbaijan|Azerbaijani|Azeri|Baku"),
    "Republic of Artsakh": (("XNK",), r"Artsakh|Karabakh"),
    "Government of Somalia": (("SOM",), r"Somali (?:army|forces|government|military)|Somalia's army"),
    "NRF": (("grp.national-resistance-front",), r"NRF|National Resistance Front"),
    "AFF": (("grp.afghanistan-freedom-front",), r"AFF|Freedom Front"),
    "Government of Cameroon": (("CMR",), r"Cameroonian|Cameroon's"),
    "AQAP": (("grp.aqap",), r"AQAP|[Aa]l[- ]Qaeda"),
    "PIJ": (("grp.palestinian-islamic-jihad",), r"Islamic Jihad|PIJ"),
    "Comando Vermelho": (("grp.comando-vermelho",), r"Comando Vermelho|Red Command"),
    "PCC": (("grp.pcc",), r"PCC|First Capital Command"),
    "Jalisco Cartel New Generation": (("grp.cjng",), r"Jalisco|CJNG"),
    "Sinaloa Cartel": (("grp.sinaloa-cartel",), r"Sinaloa [Cc]artel"),
    "Government of Niger": (("NER",), r"Nigerien|Niger's army"),
    "AGC": (("grp.agc",), r"AGC|Clan del Golfo|Gulf Clan"),
    "ELN": (("grp.eln",), r"ELN|National Liberation Army"),
    "OPM": (("grp.opm", "grp.tpnpb"), r"OPM|TPNPB|Free Papua|West Papua National Liberation"),
}  # fmt: skip
"""Actors of each UCDP side, and the words that name it. A side without an entry is left out; the count of those is printed."""

ENGLISH = re.compile(r"\b(?:the|in|of|to|and|on|as|by|for|at|with|from|after|over|near|kills?|killed|says?|attack)\b")
FOREIGN = re.compile(
    r"\b(?:de|la|el|los|em|do|da|dos|na|no|que|por|con|y|e|homem|tiros|morto|mortos|hombre|muere|le|les|des|du|et|der|die|und)\b"
)


def english(headline: str) -> bool:
    """Whether more function words of a headline are English than of its neighbours."""
    return len(ENGLISH.findall(headline)) > len(FOREIGN.findall(headline))


def headlines(data: Path) -> Iterator[tuple[str, str, datetime]]:
    """Yield side, headline and day of the source, once for each side and headline."""
    seen = set()
    with (data / UCDP).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            parts = [part.strip() for part in row["source_headline"].split(";")]
            days = row["source_date"].split(";")
            for side in (row["side_a"], row["side_b"]):
                for i, headline in enumerate(parts):
                    day = days[min(i, len(days) - 1)].strip()
                    if english(headline) and (side, headline) not in seen and re.match(r"\d{4}-\d\d-\d\d$", day):
                        seen.add((side, headline))
                        yield side, headline, datetime.fromisoformat(day).replace(tzinfo=UTC)


def actors_of(headline: str, day: datetime, reader: ModelReader) -> set[str]:
    """Return the actors that grounding finds in a headline."""
    report = report_from_text(headline, published=day)
    reading = Reading(report=report, sentences=tuple(report.span(*s) for s in sentences(report.text)))
    marked = reader.mark(report, reading.sentences)
    reading = reading.model_copy(update={"mentions": marked.mentions})
    return {a.id for a in describe_actors(ground_actors(ground_places(reading))).actors}


def belongs(actor: str, wanted: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether an actor is one of those wanted, an organ of it, or a part of it."""
    seen: set[str] = set()
    waiting = [actor]
    while waiting:
        one = waiting.pop()
        if one in wanted:
            return True
        if one in seen:
            continue
        seen.add(one)
        known = knowledge.profile(one)
        if known is not None:
            waiting += [
                other
                for other in (known.of, *(r.of for r in known.roles if r.what in ("part of", "armed wing of", "government of")))
                if other
            ]
        elif "." in one and one[:3].isupper() and one.rsplit(".", 1)[1] in ("MIL", "COP", "SPY", "air", "navy", "MOD", "local"):
            waiting.append(one.rsplit(".", 1)[0])
    return False


def score(data: Path) -> tuple[Counter[str], Counter[str], Counter[str], list[tuple[str, str, set[str]]]]:
    """Return how often each side is named, how often it is found, the sides left out, and what was missed."""
    knowledge, reader = open_knowledge(), ModelReader()
    named, right, left_out, missed = Counter[str](), Counter[str](), Counter[str](), []
    for side, headline, day in headlines(data):
        if side not in SIDES:
            left_out[side] += 1
            continue
        wanted, words = SIDES[side]
        if not re.search(rf"(?<!\w)(?:{words})(?!\w)", headline):
            continue
        named[side] += 1
        found = actors_of(headline, day, reader)
        if any(belongs(actor, wanted, knowledge) for actor in found):
            right[side] += 1
        else:
            missed.append((side, headline, found))
    return named, right, left_out, missed


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared" / "data")
    parser.add_argument("--missed", type=int, default=0, help="print so many headlines that were missed")
    args = parser.parse_args()
    named, right, left_out, missed = score(args.data)
    n = sum(named.values())
    print(f"UCDP headlines that name a side, right actor: {sum(right.values()) / n:.3f} (n {n}; sides left out: {len(left_out)})")
    for side, count in named.most_common():
        print(f"  {right[side]:4} of {count:4}  {side}")
    for side, headline, found in missed[: args.missed]:
        print(f"  - {side}: {headline} -> {sorted(found)}")


if __name__ == "__main__":
    main()
