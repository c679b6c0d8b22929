from datetime import date

from casus.filing.sides import belonging
from casus.ledger import open_ledger, schema


def test_what_the_ledger_says_of_a_source_wins() -> None:
    with open_ledger() as ledger, ledger.write() as connection:
        rows: list[dict[str, object]] = [
            {"name": "Karsovia Today", "country": "KRS", "state_media_of": "KRS", "added": 1},
            {"name": "Herald", "country": "KRS", "state_media_of": None, "added": 1},
            {"name": "A blog", "country": None, "state_media_of": None, "added": 1},
        ]
        connection.execute(schema.sources.insert(), rows)
        found = belonging(connection, ["Karsovia Today", "Herald", "A blog", "Nobody"], date(2026, 3, 3))
    assert found == {"Karsovia Today": "KRS", "Herald": None}


def test_an_organ_publishes_for_its_state() -> None:
    with open_ledger() as ledger, ledger.read() as connection:
        found = belonging(connection, ["Government of Pakistan"], date(2026, 3, 3))
    assert found == {"Government of Pakistan": "PAK"}
