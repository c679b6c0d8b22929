"""The codebook's worked example, and a short report of our own with its key."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from casus.evaluation.keys import Key, parse_key

ROOT = Path(__file__).parents[2]

TEXT = """Peru arms rebels, Chile says

SANTIAGO, May 4 – Chile accused Peru of arming rebels. Peru denied the charge. “We will not talk,” Foreign Minister Rosa Paz said.

On Friday Peru recalled its envoy and Chile closed the border. Bolivia and Paraguay signed a pact. Chadian and Malian jets bombed camps.
Gunmen raided Arica. “Leave Arica,” they were told by Chile.
"""

YAML = """
key: 1
report: {publisher: Andes Wire, published: 2031-05-04, title: "Peru arms rebels, Chile says", dateline: "SANTIAGO"}
actors:
  chile: {name: Government of Chile, kind: government, sector: GOV, country: CHL, id: CHL.GOV, quotes: "Chile#*"}
  peru: {name: Government of Peru, kind: government, sector: GOV, country: PER, also: [Peruvian state], quotes: "Peru#*"}
  rebels: {name: rebels in Peru, kind: armed group, sector: REB, nominals: "rebels#*"}
  paz: {name: Rosa Paz, kind: person, of: peru, role: Foreign Minister, quotes: "Rosa Paz"}
  bolivia: {name: Government of Bolivia, kind: government, quotes: "Bolivia"}
  paraguay: {name: Government of Paraguay, kind: government, quotes: "Paraguay"}
  chad: {name: Chadian Air Force, kind: military, quotes: "Chadian"}
  mali: {name: Malian Air Force, kind: military, quotes: "Malian"}
  gunmen: {name: gunmen in Arica, kind: people, sector: UAF, nominals: "Gunmen", pronouns: "they"}
places:
  santiago: {name: Santiago, kind: city, country: CHL, quotes: "SANTIAGO"}
  arica: {name: Arica, kind: city, country: CHL, at: [-18.48, -70.33], quotes: "Arica#*"}
moments:
  may4: {quote: "May 4", start: 2031-05-04, end: 2031-05-05, anchor: published}
  friday: {quote: "Friday", start: 2031-05-02, end: 2031-05-03, anchor: published}
attributions:
  a1: {source: "Chile#2", cue: "accused", content: "Peru of arming rebels"}
  a2: {source: "Peru#3", cue: "denied", content: "the charge"}
  a3: {source: "Foreign Minister Rosa Paz", cue: "said", content: "“We will not talk,”", quoted: direct}
  a4: {source: "Chile#4", cue: "were told", content: "“Leave Arica,”", quoted: direct}
claims:
  c1: {attribution: a1, speaker: chile, kind: allege, accused: [peru], status: denied}
  c2: {attribution: a2, speaker: peru, kind: deny, answers: [c1], events: [arming]}
  c3: {attribution: a3, speaker: {who: paz, for: peru}, kind: reject}
  c4: {attribution: a4, speaker: chile, kind: demand, about: [gunmen, arica]}
events:
  accusation: {type: ACCUSE, mode: allege, actors: [chile], recipients: [peru], voice: report, expresses: c1, trigger: "accused",
               evidence: "Chile accused Peru of arming rebels"}
  arming: {type: AID, contexts: [military], actors: [peru], recipients: [rebels], voice: alleged, claim: c1, trigger: "arming",
           evidence: "Peru of arming rebels"}
  refusal: {type: REJECT, mode: meet, actors: [{who: paz, for: peru}], voice: report, expresses: c3, trigger: "said",
            evidence: "“We will not talk,” Foreign Minister Rosa Paz said"}
  recall: {type: SANCTION, mode: withdraw, actors: [peru], recipients: [chile], moment: friday, voice: report, trigger: "recalled",
           evidence: "On Friday Peru recalled its envoy"}
  closing: {type: COERCE, mode: restrict, actors: [chile], recipients: [peru], voice: report, trigger: "closed",
            evidence: "Chile closed the border"}
  pact: {type: SUPPORT, actors: [bolivia, paraguay], voice: report, trigger: "signed", evidence: "Bolivia and Paraguay signed a pact"}
  bombing: {type: ASSAULT, mode: aerial, actors: [chad, mali], recipients: [unknown], voice: report, extent: several, trigger: "bombed",
            evidence: "Chadian and Malian jets bombed camps"}
  raid: {type: ASSAULT, actors: [gunmen], places: [arica], voice: report, trigger: "raided", evidence: "Gunmen raided Arica",
         counts: {killed: 2}}
  demand: {type: REQUEST, mode: yield, actors: [chile], recipients: [gunmen], voice: report, expresses: c4, trigger: "told",
           evidence: "“Leave Arica,” they were told by Chile"}
"""


@dataclass(frozen=True)
class Example:
    """A key as it is written, and the text that it is on."""

    yaml: str
    text: str

    def key(self) -> Key:
        """Load the key; fail with all its problems."""
        key, problems = parse_key("example", self.yaml, self.text)
        assert key is not None, problems
        return key


@pytest.fixture(scope="session")
def worked() -> Example:
    """The report with its whole key that the codebook prints."""
    page = (ROOT / "docs/codebook.md").read_text("utf-8")
    part = page[page.index("### A report with its whole key") :]
    text, yaml = (re.search(rf"```{kind}\n(.*?)```", part, re.DOTALL) for kind in ("text", "yaml"))
    assert text is not None
    assert yaml is not None
    return Example(yaml.group(1), text.group(1))


@pytest.fixture(scope="session")
def example() -> Example:
    """Our own short report."""
    return Example(YAML, TEXT)


@pytest.fixture(scope="session")
def key(example: Example) -> Key:
    """The key of our own short report."""
    return example.key()
