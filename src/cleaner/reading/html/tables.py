"""Rows of data tables as one line each; the cells of a layout table stay lines of their own."""

from __future__ import annotations

from typing import Final

from cleaner.reading.html.walk import Line, Tree

_CELL: Final = 80
"""Characters that a cell of a data table has at most; longer ones are columns of a layout."""
_ROW: Final = 300
_COLUMNS: Final = 40


def join_rows(tree: Tree) -> None:
    """Make one line, cells parted by a tab, of each table row whose cells are short and hold one line each."""
    rows = [block for block, entry in enumerate(tree.entries) if entry.name == "tr" and _is_data_row(tree, block)]
    if not rows:
        return
    kept = [1] * len(tree.lines)
    for row in rows:
        first, last = tree.firsts[row], tree.lasts[row]
        tree.lines[first] = _joined(tree.lines[first:last], row)
        kept[first + 1 : last] = [0] * (last - first - 1)
    tree.keep(kept)


def _is_data_row(tree: Tree, row: int) -> bool:
    first, last = tree.firsts[row], tree.lasts[row]
    lines = tree.lines[first:last] if last - first <= _COLUMNS else []
    cells = {line.block for line in lines}
    return (
        1 < len(lines) == len(cells)
        and all(tree.parents[cell] == row for cell in cells)
        and max(len(line.text) for line in lines) <= _CELL
        and sum(len(line.text) for line in lines) <= _ROW
    )


def _joined(lines: list[Line], row: int) -> Line:
    marks = 0
    for line in lines:
        marks |= line.marks
    return Line(
        text="\t".join(line.text for line in lines),
        block=row,
        linked=sum(line.linked for line in lines),
        links=sum(line.links for line in lines),
        link=next((line.link for line in lines if line.link), ""),
        bold=sum(line.bold for line in lines),
        marks=marks,
        first=lines[0].first,
        last=lines[-1].last,
    )
