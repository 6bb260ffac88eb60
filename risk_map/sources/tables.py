"""Read tables as text, inside the reading process only: CSV and the first visible sheet of an XLSX.

Nothing is guessed: "02", "NA" and "1E5" are house number additions, not numbers or missing values.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import mimetypes
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

import pyarrow as pa

from risk_map.sources.persons import first_person_column
from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from risk_map.sources.limits import FileLimits

DELIMITERS: Final = (";", "\t", ",")
ROW_NUMBER: Final = "__row__"
"""Column that carries the row number as a spreadsheet shows it."""

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
)
"""What openpyxl raises on a workbook that breaks its own format."""

_LINE_END: Final = re.compile(r"\r\n|\r|\n")

Row = tuple[int, list[str | None]]


def read_csv(path: Path, limits: FileLimits) -> pa.Table:
    """Read a CSV in UTF-8 (with or without BOM) or Windows-1252, split by ``;``, tab or comma.

    Parameters
    ----------
    path
        The file.
    limits
        Rows and columns.
    """
    text = _decode(path.read_bytes())
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    return _table(_csv_rows(text), limits)


def read_xlsx(path: Path, limits: FileLimits) -> pa.Table:
    """Read the first visible sheet of an XLSX; a formula is refused, because its value may be old or hostile.

    Parameters
    ----------
    path
        The file; its promised unpacked size has been checked.
    limits
        Rows and columns.
    """
    # openpyxl asks for the file types that this machine knows; those lists are out of reach here, and not needed.
    mimetypes.knownfiles.clear()
    # Only here: it takes a tenth of a second, which a CSV need not wait for.
    import openpyxl  # noqa: PLC0415

    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
            sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
            if sheet is None:
                raise Refusal("empty")
            # What a sheet says about its own size may be a lie of a million rows.
            sheet.reset_dimensions()
            return _table(_xlsx_rows(sheet, limits), limits)
        except BROKEN as exc:
            raise Refusal("broken") from exc


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Refusal("encoding")


def _csv_rows(text: str) -> Iterator[Row]:
    first_line, _, rest = _LINE_END.sub("\n", text, count=1).partition("\n")
    if first_line.lower() in {f"sep={delimiter}" for delimiter in DELIMITERS}:
        # A line for Excel, which does not show it as a row.
        delimiter = first_line[-1]
        text = rest
    else:
        delimiter = max(DELIMITERS, key=lambda each: len(next(csv.reader([first_line], delimiter=each), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            yield number, [value if value.strip() else None for value in row]
    except csv.Error as exc:
        raise Refusal("csv", row=number + 1) from exc


def _xlsx_rows(sheet: Any, limits: FileLimits) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if len(cells) > limits.max_columns:
            raise Refusal("columns", str(limits.max_columns))
        formula = next((cell for cell in cells if cell.data_type == "f"), None)
        if formula is not None:
            raise Refusal("formula", row=number, column=formula.column_letter)
        yield number, [_cell_text(cell.value) for cell in cells]


def _cell_text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "ja" if value else "nee"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case _:
            text = str(value)
            return text if text.strip() else None


def _table(rows: Iterable[Row], limits: FileLimits) -> pa.Table:
    filled = ((number, row) for number, row in rows if any(value is not None for value in row))
    header_number, header = next(filled, (0, []))
    if not header:
        raise Refusal("empty")
    names = _header(header, header_number, limits)
    numbers: list[int] = []
    columns: list[list[str | None]] = [[] for _ in names]
    for number, row in filled:
        if len(numbers) == limits.max_rows:
            raise Refusal("rows", str(limits.max_rows))
        numbers.append(number)
        _append(columns, row, number, len(header))
    return pa.table(
        {ROW_NUMBER: pa.array(numbers, pa.int32())}
        | {name: pa.array(values, pa.string()) for name, values in zip(names, columns, strict=True)}
    )


def _header(header: list[str | None], number: int, limits: FileLimits) -> list[str]:
    # Empty cells behind the last name are what a spreadsheet leaves behind; between names they hide a column.
    while header and header[-1] is None:
        header.pop()
    if len(header) > limits.max_columns:
        raise Refusal("columns", str(limits.max_columns))
    names = []
    seen: set[str] = {ROW_NUMBER}
    for value in header:
        if value is None:
            raise Refusal("header_empty", row=number)
        name = value.strip()
        if name.casefold() in seen:
            raise Refusal("header_twice", row=number, column=name)
        seen.add(name.casefold())
        names.append(name)
    person = first_person_column(names)
    if person is not None:
        raise Refusal("person_column", column=person)
    return names


def _append(columns: list[list[str | None]], row: list[str | None], number: int, width: int) -> None:
    if any(value is not None for value in row[width:]):
        raise Refusal("row_length", row=number)
    for position, column in enumerate(columns):
        column.append(row[position] if position < len(row) else None)
