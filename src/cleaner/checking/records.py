"""Readers of records: JSON Lines, CSV and TSV, Parquet. Only the characters that go are taken out of a record's bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's own, which says where a string ends
from typing import Any, BinaryIO

from cleaner.checking.files import Source, decoded, encoded, lines_of
from cleaner.checking.units import Kept, Unit, Visit, pick
from cleaner.errors import InputError

USUAL = ("text", "content", "body", "article", "正文")
"""The fields looked for where none is named."""
_DECODER = json.JSONDecoder(strict=False)
_ROW = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_WHITE = re.compile(r"[ \t\r\n]*")
_ESCAPED = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)


def walk_jsonl(source: Source, visit: Visit, sink: BinaryIO | None) -> None:
    """One JSON object a line; a unit for each field that holds a string."""
    if sink:
        sink.write(source.mark)
    number = 0
    for block in lines_of(source):
        for raw in _physical(block, source):
            number += 1
            line = _kept_line(raw, number, source, visit) if raw.strip() else None
            if sink:
                sink.write(raw if line is None else encoded(line, source.encoding))


def _physical(block: bytes, source: Source) -> Iterator[bytes]:
    if source.encoding.startswith(("utf-16", "utf-32")):
        yield from (
            encoded(line, source.encoding) for line in decoded(block, source.encoding).splitlines(keepends=True)
        )
    else:
        yield from re.findall(rb"[^\n]*\n|[^\n]+", block)


def _kept_line(raw: bytes, number: int, source: Source, visit: Visit) -> str | None:
    """The line with what goes taken out of its strings, `None` where all is kept."""
    line = decoded(raw, source.encoding)
    record = _parsed(line, number, source)
    wanted = source.fields or _usual(record, number, source)
    edits: list[tuple[int, int, Kept]] = []
    for field in wanted:
        value = _value(record, field.split("."))
        if not isinstance(value, str):
            continue
        kept = visit(Unit(value, number, field))
        if kept is not None:
            edits.append((*_span(line, field.split(".")), kept))
    if not edits:
        return None
    for start, end, kept in sorted(edits, reverse=True):
        line = line[:start] + _picked(line[start:end], kept) + line[end:]
    return line


def _parsed(line: str, number: int, source: Source) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise InputError(
            f"{source.name}: line {number} is not JSON ({error}); JSON Lines hold one object a line"
        ) from None
    except RecursionError:
        raise InputError(f"{source.name}: line {number} is nested too deeply") from None


def _usual(record: Any, number: int, source: Source) -> Sequence[str]:
    names = list(record) if isinstance(record, dict) else []
    found = [name for name in USUAL if isinstance(record, dict) and name in record][:1]
    if not found:
        known = ", ".join(map(str, names[:12])) or "none"
        raise InputError(
            f"{source.name}: line {number} has no field {' or '.join(USUAL[:3])}; its fields are {known}: name one with --field"
        )
    return found


def _value(record: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record


def _span(line: str, path: Sequence[str]) -> tuple[int, int]:
    """Where the string at the end of a path of keys stands between its quotes."""
    at = _skip(line, 0)
    for name in path:
        at = _member(line, at, name)
    return at + 1, scanstring(line, at + 1, False)[1] - 1


def _member(line: str, at: int, name: str) -> int:
    """Where the value of an object's member begins; of several with one name, the last, as JSON readers have it."""
    found = at
    at = _skip(line, at + 1)
    while line[at] == '"':
        key, at = scanstring(line, at + 1, False)
        at = _skip(line, _skip(line, at) + 1)
        if key == name:
            found = at
        _, at = _DECODER.raw_decode(line, at)
        at = _skip(line, at)
        if line[at] == "}":
            break
        at = _skip(line, at + 1)
    return found


def _skip(line: str, at: int) -> int:
    match = _WHITE.match(line, at)
    return match.end() if match else at


def _picked(raw: str, kept: Kept) -> str:
    """What is kept of a string, out of its escaped form."""
    places = [match.start() for match in _ESCAPED.finditer(raw)]
    places.append(len(raw))
    return "".join([raw[places[start] : places[end]] for start, end in kept])


def walk_csv(source: Source, visit: Visit, sink: BinaryIO | None) -> None:
    """Comma-separated rows under a header."""
    _walk_rows(source, visit, sink, ",")


def walk_tsv(source: Source, visit: Visit, sink: BinaryIO | None) -> None:
    """Tab-separated rows under a header."""
    _walk_rows(source, visit, sink, "\t")


def _walk_rows(source: Source, visit: Visit, sink: BinaryIO | None, delimiter: str) -> None:
    if sink:
        sink.write(source.mark)
    columns: dict[int, str] | None = None
    cell = re.compile(f'("(?:[^"]|"")*"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*)([{delimiter}]|\r?\n|\r|$)')
    for number, row in _rows(source, delimiter):
        cells = _cells(row, cell)
        if columns is None:
            columns = _columns([_plain(row[a:b]) for a, b in cells], source)
            new = None
        else:
            new = _kept_row(row, cells, columns, (number, visit))
        if sink:
            sink.write(encoded(row if new is None else new, source.encoding))


def _rows(source: Source, delimiter: str) -> Iterator[tuple[int, str]]:
    """(line number, row with its end): a quoted cell may hold line ends.

    Raises `InputError` where the last cell's quotes are not closed: nothing says where its rows end.
    """
    pieces: list[str] = []
    first, number, inside = 1, 0, False
    rest = re.compile(f"[^{delimiter}\r\n]*")
    for block in lines_of(source):
        text = decoded(block, source.encoding)
        if encoded(text, source.encoding) != block:
            raise InputError(
                f"{source.name}: does not come out of {source.encoding} as it went in; it was left as it is"
            )
        for line in _ROW.findall(text):
            number += 1
            if not pieces:
                first = number
            pieces.append(line)
            inside = _ends_quoted(line, rest, inside=inside) if '"' in line else inside
            if not inside:
                yield first, "".join(pieces)
                pieces.clear()
    if pieces:
        raise InputError(f'{source.name}: line {first}: a cell begins with " and is never closed; close or double it')


def _ends_quoted(line: str, rest: re.Pattern[str], *, inside: bool) -> bool:
    """Whether a line ends inside a quoted cell; `inside`: whether it began in one. Quotes inside other cells are letters."""
    at = 0
    while at < len(line):
        if inside or line[at] == '"':
            closed = _CLOSED.match(line, at if inside else at + 1)
            if closed is None:
                return True
            at, inside = closed.end(), False
        found = rest.match(line, at)
        at = found.end() + 1 if found else len(line)
    return False


_CLOSED = re.compile(r'[^"]*(?:""[^"]*)*"(?!")')


def _cells(row: str, cell: re.Pattern[str]) -> list[tuple[int, int]]:
    spans = []
    at = 0
    while match := cell.match(row, at):
        spans.append(match.span(1))
        at = match.end()
        if match[2] in {"\r\n", "\n", "\r", ""}:
            break
    return spans


def _plain(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if _is_quoted(raw) else raw


def _is_quoted(raw: str) -> bool:
    return len(raw) > 1 and raw[0] == raw[-1] == '"'


def _columns(header: Sequence[str], source: Source) -> dict[int, str]:
    names = source.fields or [name for name in USUAL if name in header][:1]
    columns = {header.index(name): name for name in names if name in header}
    if not columns:
        wanted = " or ".join(names or USUAL[:3])
        raise InputError(
            f"{source.name}: has no column {wanted}; its columns are {', '.join(header[:12])}: name one with --field"
        )
    return columns


def _kept_row(
    row: str, cells: Sequence[tuple[int, int]], columns: dict[int, str], call: tuple[int, Visit]
) -> str | None:
    number, visit = call
    new = None
    for place in sorted(columns, reverse=True):
        if place >= len(cells):
            continue
        start, end = cells[place]
        raw = row[start:end]
        if raw.startswith('"') and not _is_quoted(raw):
            continue  # letters behind the closing quote: readers differ on what such a cell holds
        text = _plain(raw)
        kept = visit(Unit(text, number, columns[place]))
        if kept is not None:
            new = (new or row)[:start] + _quoted(pick(text, kept), raw) + (new or row)[end:]
    return new


def _quoted(text: str, old: str) -> str:
    """The cell quoted as it was, and where what is left of it begins with a quote, which would open it."""
    return '"' + text.replace('"', '""') + '"' if _is_quoted(old) or text.startswith('"') else text


def walk_parquet(source: Source, visit: Visit, sink: BinaryIO | None) -> None:
    """String columns of a Parquet file, row group by row group; the new file has the same schema, groups and compression."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise InputError(f"{source.name}: Parquet needs an extra: pip install 'cleaner-zh[parquet]'") from None
    try:
        file = pq.ParquetFile(source.stream)
        columns = _columns(file.schema_arrow.names, source)
        writer = pq.ParquetWriter(sink, file.schema_arrow, compression=_codecs(file)) if sink else None
        row = 0
        for group in range(file.num_row_groups):
            new = _kept_group(file, group, columns, (row, visit), read_all=writer is not None)
            row += file.metadata.row_group(group).num_rows
            if writer:
                writer.write_table(new, row_group_size=max(new.num_rows, 1))
        if writer:
            writer.close()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{source.name}: cannot be read as Parquet ({error})") from None


def _codecs(file: Any) -> dict[str, str] | str:
    if not file.num_row_groups:
        return "snappy"
    group = file.metadata.row_group(0)
    chunks = [group.column(i) for i in range(group.num_columns)]
    return {c.path_in_schema: "none" if c.compression == "UNCOMPRESSED" else c.compression.lower() for c in chunks}


def _kept_group(file: Any, group: int, columns: dict[int, str], call: tuple[int, Visit], *, read_all: bool) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    first, visit = call
    table = file.read_row_group(group, columns=None if read_all else list(columns.values()))
    for name in columns.values():
        column = table.column(name)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            raise InputError(f"column {name} holds {column.type}, not text")
        values, changed = [], False
        for number, text in enumerate(column.to_pylist(), first + 1):
            kept = None if text is None else visit(Unit(text, number, name))
            changed = changed or kept is not None
            values.append(text if kept is None else pick(text, kept))
        if changed:
            place = table.schema.get_field_index(name)
            table = table.set_column(place, table.schema.field(place), pa.array(values, type=column.type))
    return table
