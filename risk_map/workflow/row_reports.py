"""The file with the rows that need a human, in the form that a Dutch spreadsheet opens."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import address
from risk_map.errors import Place
from risk_map.sources.candidates import MOST_CANDIDATES
from risk_map.sources.row_problems import RowProblem
from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from risk_map.domain.contract import FrameContract

HEADER: Final = ("bestand", "rij", "kolom", "reden", "overgenomen", "sleutel", "mogelijk_gevonden")
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet runs a cell that begins with one of these.

References
----------
OWASP, CSV injection.
"""


def write_row_report(path: Path, problems: Iterable[RowProblem]) -> None:
    """Write the rows that need a human; an older report of the same name is replaced.

    Parameters
    ----------
    path
        CSV: UTF-8 with a byte order mark, ``;``, every cell harmless in a spreadsheet.
    problems
        One line each: where, why, whether the row was taken and under which id, and the candidates, an address and its
        nummeraanduiding in a column each.
    """
    numbers = range(1, MOST_CANDIDATES + 1)
    choices = [name for number in numbers for name in (f"adres_{number}", f"nummeraanduiding_{number}")]
    with replace_file(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*HEADER, *choices])
        writer.writerows([harmless(cell) for cell in _cells(problem)] for problem in problems)


def report_name(contract: FrameContract, source: Path, today: date) -> str:
    """Name the report of an import: date, register and file.

    Parameters
    ----------
    contract
        The register.
    source
        The imported file.
    today
        Day of the import.
    """
    return f"{today:%Y-%m-%d}-{contract.name}-{re.sub(r'[^0-9A-Za-z]+', '_', source.stem)}.csv"


def conflict_problems(conflicts: Iterable[str], contract: FrameContract, file: str) -> list[RowProblem]:
    """List the rows that are known with another content and were left as they are.

    Parameters
    ----------
    conflicts
        Their ids.
    contract
        The register.
    file
        Name of the imported file.
    """
    reason = "deze sleutel is al bekend met een andere inhoud; niet overgenomen"
    return [RowProblem(Place(file, column=contract.index), reason, row_id) for row_id in conflicts]


def destroyed_problems(destroyed: Iterable[str], contract: FrameContract, file: str) -> list[RowProblem]:
    """List the rows that retention destroyed, and that do not come back.

    Parameters
    ----------
    destroyed
        Their ids.
    contract
        The register.
    file
        Name of the imported file.
    """
    reason = "deze rij is na de bewaartermijn vernietigd en komt niet terug"
    return [RowProblem(Place(file, column=contract.index), reason, row_id) for row_id in destroyed]


def harmless(cell: object) -> str:
    """Make a text that no spreadsheet takes for a formula.

    Parameters
    ----------
    cell
        Any value; missing becomes an empty text.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(FORMULA_STARTS) else text


def _cells(problem: RowProblem) -> list[object]:
    place = problem.place
    taken = None if place.row is None else "ja" if problem.taken else "nee"
    found = problem.found or None
    cells: list[object] = [place.file, place.row, place.column, problem.reason, taken, problem.row_id, found]
    for candidate in problem.candidates:
        remark = f" ({candidate.remark})" if candidate.remark else ""
        # As the extract writes an id: Excel would make 3,55E+14 of the digits alone, and imports read this form.
        cells += [f"{address(candidate.address)}{remark}", f"NL.IMBAG.Nummeraanduiding.{candidate.identificatie}"]
    return cells + [None] * (len(HEADER) + 2 * MOST_CANDIDATES - len(cells))
