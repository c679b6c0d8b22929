from pathlib import Path

import numpy as np

from casus.reader.table import FILE, PieceTable, packed


def test_a_packed_table_gives_its_rows_back(tmp_path: Path) -> None:
    table = np.random.default_rng(3).normal(size=(7, 16)).astype(np.float32)
    table[2] = 0
    rows, scales = packed(table)
    np.savez(tmp_path / FILE, rows=rows, scales=scales)
    found = PieceTable(tmp_path / FILE)(np.array([[6, 2, 0]]))
    assert found.shape == (1, 3, 16)
    assert np.abs(found[0] - table[[6, 2, 0]]).max() <= np.abs(table).max() / 127
