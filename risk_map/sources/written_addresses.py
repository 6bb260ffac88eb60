"""Addresses as people write them: one strict grammar, and the way we write an address ourselves.

A house number is a number, at most one letter, and an addition of at most four letters and digits (Catalogus BAG
2018). Whatever does not fit is a fault; nothing is ever cut off. ``12A`` written in one cell may be house letter A or
addition A, and ``12A1`` letter A with addition 1 or addition A1: both readings are kept, and the BAG decides.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from risk_map.sources.values import fold_all

_NUMBER: Final = r"(?P<number>[1-9][0-9]{0,4})"
_APART: Final = r"(?:\s*[-/]\s*|\s+)"
HOUSE_GRAMMAR: Final = (
    rf"{_NUMBER}",
    rf"{_NUMBER}{_APART}?(?P<either>[A-Za-z])",
    rf"{_NUMBER}{_APART}?(?P<letter>[A-Za-z]){_APART}(?P<addition>[A-Za-z0-9]{{1,4}})",
    rf"{_NUMBER}{_APART}?(?P<joined>[A-Za-z][0-9][A-Za-z0-9]{{0,2}})",
    rf"{_NUMBER}{_APART}?(?P<addition>[A-Za-z]{{2}}[A-Za-z0-9]{{0,2}})",
    rf"{_NUMBER}{_APART}(?P<addition>[0-9][A-Za-z0-9]{{0,3}})",
)
"""12; 12a; 12a-2; 12a1; 12bis; 12-2. At most one form fits a text."""

STREET: Final = r"[^,;:@<>=|\s][^,;:@<>=|\r\n]{0,78}[^,;:@<>=|\s/-]"
LINE_GRAMMAR: Final = (
    rf"(?P<street>{STREET})\s+"
    r"(?P<house>[1-9][0-9]{0,4}(?:(?:\s*[-/]\s*|\s)?[A-Za-z][A-Za-z0-9]{0,3})?(?:\s*[-/]\s*[A-Za-z0-9]{1,4})?)"
    r"(?:\s*,\s*(?P<postcode>[1-9][0-9]{3}\s?[A-Za-z]{2})(?=\s|,|$))?"
    rf"(?:\s*,?\s*(?P<town>(?<=[,\s]){STREET}))?"
)
"""``Dorpsstraat 12 A-2, 3701AB Zeist``: a comma stands before the postcode or, without one, before the town."""

EXCEL_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}-(?:jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
POSTCODE: Final = r"[1-9][0-9]{3}[A-Z]{2}"

HOUSE_COLUMNS: Final = ("number", "letter", "addition", "other_letter", "other_addition")
"""A house number, and its other reading where there is one (the number is the same in both)."""

UNREADABLE: Final = (
    # Column, whose fault it is -> reason. The first that holds for a row is told.
    ("huisnummer", "excel_date", "Excel heeft van dit huisnummer een datum gemaakt; maak de kolom op als Tekst"),
    ("huisnummer", "house", "geen huisnummer; schrijf 12, 12A, 12-2 of 12A-2, of gebruik huisletter en toevoeging"),
    ("postcode", "postcode", "geen postcode; schrijf 1234AB"),
    ("openbare_ruimte_naam", "street", "geen straatnaam"),
    ("woonplaats_naam", "town", "geen plaatsnaam"),
    ("address", "line", "geen adres; schrijf bijvoorbeeld: Dorpsstraat 12 A-2, 3701AB Zeist"),
    ("address", "conflict", "het adres en de losse kolommen spreken elkaar tegen"),
)


def read_addresses(rows: pd.DataFrame) -> pd.DataFrame:
    """Read the address of every row, from one cell or from a cell per part.

    Parameters
    ----------
    rows
        Text, missing where empty; reads ``address``, ``openbare_ruimte_naam``, ``huisnummer``, ``huisletter``,
        ``toevoeging``, ``postcode`` and ``woonplaats_naam``.

    Returns
    -------
    pd.DataFrame
        Same index. ``street``, ``postcode``, ``town`` and ``HOUSE_COLUMNS``; all missing where there is no address or
        it is at fault. ``fault`` and ``fault_column``: the reason, where an address cannot be read.
    """
    cells = rows.apply(_plain)
    line = cells["address"].str.extract(f"^{LINE_GRAMMAR}$").rename(columns={"house": "number"}).astype("str")
    line_house, house = read_houses(line["number"]), _house_of_cells(cells)
    postcode = cells["postcode"].str.replace(" ", "", regex=False).str.upper()
    line["postcode"] = line["postcode"].str.replace(" ", "", regex=False).str.upper()
    own = pd.DataFrame(
        {"street": cells["openbare_ruimte_naam"], "postcode": postcode, "town": cells["woonplaats_naam"]}
    )
    in_cells = cells[["huisnummer", "huisletter", "toevoeging"]].notna().any(axis="columns")
    # Beside a number in its own cell, "adres" is often the street alone.
    street_alone = in_cells & cells["address"].str.fullmatch(STREET) & ~cells["address"].str.contains("[0-9]", na=False)
    line["street"] = line["street"].fillna(cells["address"].where(street_alone))
    faults = {
        "excel_date": cells["huisnummer"].str.lower().str.fullmatch(EXCEL_DATE),
        "house": in_cells & house["number"].isna(),
        "postcode": postcode.notna() & ~postcode.str.fullmatch(POSTCODE),
        "street": own["street"].notna() & ~own["street"].str.fullmatch(STREET),
        "town": own["town"].notna() & ~own["town"].str.fullmatch(STREET),
        "line": cells["address"].notna() & line["number"].isna() & ~street_alone,
        "conflict": _differ(_joined(house), _joined(line_house))
        | pd.concat([_differ(own[name], line[name]) for name in own], axis="columns").any(axis="columns"),
    }
    parts = own.fillna(line[list(own)]).join(house.where(in_cells, line_house))
    reason = pd.Series(pd.NA, index=rows.index, dtype="str")
    column = reason.copy()
    for name, fault, words in UNREADABLE:
        first = faults[fault] & reason.isna()
        reason, column = reason.mask(first, words), column.mask(first, name)
    return parts.where(reason.isna()).assign(fault=reason, fault_column=column)


def read_houses(texts: pd.Series) -> pd.DataFrame:
    """Read house numbers that were written in one cell.

    Parameters
    ----------
    texts
        Such as ``12``, ``12a-2``, ``12 bis``.

    Returns
    -------
    pd.DataFrame
        Same index, columns ``HOUSE_COLUMNS``, text; all missing where the text does not fit the grammar. An absent
        letter or addition is an empty text; the other reading is missing where there is only one.
    """
    names = ["number", "letter", "addition", "either", "joined"]
    parts = pd.DataFrame(index=texts.index, columns=names, dtype="str")
    for form in HOUSE_GRAMMAR:
        parts = parts.fillna(texts.str.extract(f"^{form}$").astype("str"))
    read, other = parts["number"].notna(), parts["either"].fillna(parts["joined"])
    letter = parts["letter"].fillna(parts["either"]).fillna(parts["joined"].str[:1]).fillna("")
    addition = parts["addition"].fillna(parts["joined"].str[1:]).fillna("")
    values = (parts["number"], letter.where(read), addition.where(read), other.where(other.isna(), ""), other)
    # pandas calls a column without any text "object".
    return pd.DataFrame(dict(zip(HOUSE_COLUMNS, values, strict=True))).astype("str")


def write_addresses(parts: pd.DataFrame) -> pd.Series:
    """Write addresses as users read them: ``Dorpsstraat 12A-2, 3701AB Zeist``; ``read_addresses`` understands it.

    Parameters
    ----------
    parts
        Reads ``street``, ``number``, ``letter``, ``addition``, ``postcode`` and ``town``; missing parts are left out.
    """
    texts = parts.astype("str").fillna("")
    addition = ("-" + texts["addition"]).where(texts["addition"] != "", "")
    house = texts["number"] + texts["letter"] + addition
    area = (texts["postcode"] + " " + texts["town"]).str.strip()
    line = (texts["street"] + " " + house).str.strip()
    return (line + ", " + area).str.strip(", ").astype("str")


def _plain(texts: pd.Series) -> pd.Series:
    # Word makes dashes of hyphens; a cell may hold the lines of an envelope.
    if texts.isna().all():
        return texts
    return texts.str.replace("[\u2010-\u2015\u2212]", "-", regex=True).str.replace(r"\s*[\r\n]+\s*", ", ", regex=True)


def _house_of_cells(cells: pd.DataFrame) -> pd.DataFrame:
    # A letter or an addition in its own cell leaves nothing to read in the number, and nothing to doubt.
    letter, addition = cells["huisletter"].fillna(""), cells["toevoeging"].fillna("")
    apart = (letter != "") | (addition != "")
    fits = (
        cells["huisnummer"].str.fullmatch("[1-9][0-9]{0,4}")
        & letter.str.fullmatch("[A-Za-z]?")
        & addition.str.fullmatch("[A-Za-z0-9]{0,4}")
    )
    exact = pd.DataFrame({"number": cells["huisnummer"], "letter": letter, "addition": addition})
    exact = exact.where(fits).reindex(columns=HOUSE_COLUMNS).astype("str")
    return exact.where(apart, read_houses(cells["huisnummer"].mask(apart)))


def _joined(house: pd.DataFrame) -> pd.Series:
    return house["number"] + "/" + house["letter"] + house["addition"]


def _differ(left: pd.Series, right: pd.Series) -> pd.Series:
    return left.notna() & right.notna() & (fold_all(left) != fold_all(right))
