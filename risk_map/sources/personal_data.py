"""Recognise values that point to a person: BSN, e-mail, phone, IBAN, number plate.

All patterns are bounded, so that no text makes them slow. Digits count only between boundaries: one in eleven of the
nine-digit pieces of a 16-digit BAG id passes the test of a BSN.

References
----------
BSN: 11-test of the RvIG. IBAN: ISO 13616, mod 97. Number plates: sidecodes 1-14 of the RDW. Phone: ITU E.164.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
BSN_SHARE: Final = 0.3
"""Of a column of nine-digit numbers that are no BSN, one in eleven passes the test; of BSNs all do."""
SHORT_BSN_SHARE, SHORT_BSN_VALUES = 0.8, 3
"""An eight-digit number may be a date or a BSN that lost its leading zero: several must pass, and nearly all."""

IBAN_LENGTHS: Final = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d+)",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 "
        "FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 "
        "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 "
        "SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20",
    )
}
"""Country -> characters (ISO 13616 registry)."""

WORTH_A_LOOK: Final = re.compile(r"@|_|\d.{0,8}?\d|apenstaart|\bat\b|mail|yahoo|icloud", re.DOTALL | re.IGNORECASE)
EMAIL: Final = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_AT: Final = r"\s?[\[({<]\s?(?:at|a|@)\s?[\])}>]\s?"
_DOT: Final = r"\s?(?:\.|[\[({]\s?(?:punt|dot|\.)\s?[\])}]|\b(?:punt|dot)\b)\s?"
_LAST: Final = "com|net|org|eu|info|nl|be|de|fr|it|es|pl|ro|bg|hu|cz|sk|ua|lt|lv|ee|pt|gr|tr|uk"
WRITTEN_EMAIL: Final = re.compile(
    rf"[\w.%+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[a-z-]{{2,63}}){{1,8}}\b"
    rf"|[\w.%+-]{{1,64}} (?:at|@) ?[\w-]{{1,63}}(?:\.| (?:punt|dot) )(?:{_LAST})\b"
    rf"|\b(?:gmail|hotmail|yahoo|icloud|protonmail|kpnmail)(?:{_DOT}|\s)(?:{_LAST})\b|\bapenstaart(?:je)?\b",
    re.IGNORECASE,
)
"""An address that is spelt out, or hidden from machines: ``(at)``, ``apenstaartje``, ``punt com``."""
BSN: Final = re.compile(
    r"(?<![\d.,-])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?![,.-]?\d)"
    # Otherwise split, in any groups: then no other digits stand beside it.
    r"|(?<![\d.,-])(?<!\d )(?=\d{1,6}([ .-]))\d(?:\3?\d){8}(?![ ,.-]?\d)"
)
SAID_BSN: Final = re.compile(
    r"\b(?:bsn|sofi\w{0,10}|burgerservice\w{0,10})[^\w\n]{0,5}(?:nr|nummer)?\W{0,5}\d{8,9}(?!\d)", re.I
)
BARE_NUMBER: Final = re.compile(r"\d{8,9}")
IBAN: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30}")
DUTCH_PHONE: Final = re.compile(
    # Not a date such as 06-01-2026; area code of two to four digits; then no more digits.
    r"(?<![\w+.,/-])(?!\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4})"
    r"\(?0[ .-]?(?:6|[1-9]\d{1,2})\)?[ .-]{0,3}\d(?:[ .-]?\d){5,7}(?![ .-]?\d)"
)
FOREIGN_PHONE: Final = re.compile(r"(?<![\w+.,-])(?:\+|00)[1-9]\d{0,2}(?:[ .()/-]{0,3}\d){6,12}(?!\d)")
PHONE_DIGITS: Final = range(8, 16)
BAG_ID_DIGITS: Final = 16

MONTHS: Final = {
    "JAN", "FEB", "MRT", "MAR", "APR", "MEI", "MAY", "JUN", "JUL", "AUG", "SEP", "OKT", "OCT", "NOV", "DEC",
}  # fmt: skip
PLATE_SHAPES: Final = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
"""Sidecodes 1 to 14."""
PLATE: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(shape.replace("X", "[A-Z]").replace("9", r"\d") for shape in PLATE_SHAPES)
    + r")(?![\w-])"
)
VEHICLES: Final = "auto|bus|busje|bestelbus|bestelauto|wagen|voertuig|vrachtwagen|scooter|camper|taxi|personenauto"
JOINED_PLATE: Final = re.compile(
    rf"\b(?:{VEHICLES})s?\b\W{{0,5}}(?:met |nr |nummer )?(?:"
    + "|".join(shape.replace("-", "").replace("X", "[A-Z]").replace("9", r"\d") for shape in PLATE_SHAPES)
    + r")\b",
    re.IGNORECASE,
)
"""Without dashes a plate looks like a postcode, or like any other number: only beside a vehicle is it one."""
DOCUMENT: Final = re.compile(
    r"\b(?:paspoort|identiteitskaart|id-?kaart|id-?bewijs|rijbewijs|verblijfs(?:vergunning|document|kaart|titel)|visum"
    r"|v-?nummer|documentn)\w{0,10}\W{0,3}(?:nr|nummer|no)?\W{0,3}(?=[A-Z]{0,11}\d)[A-Z0-9]{6,12}\b",
    re.IGNORECASE,
)
HANDLE: Final = re.compile(
    r"(?<![\w.@])@[A-Za-z_][\w.]{2,}"
    r"|\b(?:insta(?:gram)?|facebook|fb|tiktok|snap(?:chat)?|telegram|twitter|onlyfans|linkedin|kik)\b"
    r"\W{0,3}(?:account |profiel |naam |pagina )?\W{0,3}(?=[\w.]{0,40}[_\d])[A-Za-z_]\w*[\w.]{2,}",
    re.IGNORECASE,
)
SAID_PLATE: Final = re.compile(r"\bkenteken\w{0,6}\W{0,5}(?=[A-Z0-9]{0,5}\d)(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{6}\b", re.I)


def find_person_data(text: str) -> str | None:
    """Say which kind of data about a person a text holds, or nothing.

    Parameters
    ----------
    text
        A note or a cell.

    Returns
    -------
    str | None
        In Dutch: ``e-mailadres``, ``IBAN``, ``BSN``, ``documentnummer``, ``telefoonnummer``, ``kenteken`` or
        ``account``.
    """
    if not WORTH_A_LOOK.search(text):
        return None
    tests = (
        ("e-mailadres", EMAIL.search(text) is not None or WRITTEN_EMAIL.search(text) is not None),
        ("IBAN", _has_iban(text)),
        ("BSN", SAID_BSN.search(text) is not None or any(is_bsn(hit[0]) for hit in BSN.finditer(text))),
        ("documentnummer", DOCUMENT.search(text) is not None),
        ("telefoonnummer", _has_phone(text)),
        ("kenteken", _has_plate(text)),
        ("account", HANDLE.search(text) is not None),
    )
    return next((kind for kind, found in tests if found), None)


def column_holds(column: pd.Series) -> tuple[str, int | None] | None:
    """Say which kind of data about persons a column holds, and in which row first.

    Parameters
    ----------
    column
        Text or numbers; index: row numbers.

    Notes
    -----
    A cell that is only a number is judged with its whole column, because a single number may pass by chance.
    """
    values = _texts(column)
    kinds: dict[str, str | None] = {}
    numbers = []
    for value in values.unique():
        if BARE_NUMBER.fullmatch(value.strip()):
            numbers.append(value.strip())
        else:
            kinds[value] = find_person_data(value)
    if _are_bsns(numbers):
        kinds |= {number: "BSN" for number in numbers if is_bsn(number)}
    hits = values[values.str.strip().isin({value.strip() for value, kind in kinds.items() if kind})]
    if hits.empty:
        return None
    first = hits.iloc[0]
    row = hits.index[0]
    return kinds.get(first) or "BSN", int(row) if isinstance(row, int) or hasattr(row, "__index__") else None


def is_bsn(number: str) -> bool:
    """Say whether a number passes the 11-test of a BSN; eight digits are a BSN that lost its leading zero.

    Parameters
    ----------
    number
        Separators are skipped.
    """
    digits = "".join(letter for letter in number if letter.isdigit()).zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def _are_bsns(numbers: list[str]) -> bool:
    full = [is_bsn(number) for number in numbers if len(number) == len(BSN_WEIGHTS)]
    short = [is_bsn(number) for number in numbers if len(number) < len(BSN_WEIGHTS)]
    return (bool(full) and sum(full) >= BSN_SHARE * len(full)) or (
        len(short) >= SHORT_BSN_VALUES and sum(short) >= SHORT_BSN_SHARE * len(short)
    )


def _texts(column: pd.Series) -> pd.Series:
    present = column.dropna()
    if present.dtype.kind == "f":
        present = present[(present % 1 == 0) & (present.abs() < 1e15)].astype("int64")
    return present.astype("str")


def _has_iban(text: str) -> bool:
    for hit in IBAN.finditer(text.upper()):
        letters = re.sub(r"[ .-]", "", hit[0])
        iban = letters[: IBAN_LENGTHS.get(letters[:2], 0)]
        if len(iban) == IBAN_LENGTHS.get(letters[:2]) and _mod97(iban) == 1:
            return True
    return False


def _mod97(iban: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97


def _has_phone(text: str) -> bool:
    for hit in (*DUTCH_PHONE.finditer(text), *FOREIGN_PHONE.finditer(text)):
        digits = sum(letter.isdigit() for letter in hit[0])
        is_dutch = hit.re is DUTCH_PHONE
        if is_dutch and digits == 10:
            return True
        if not is_dutch and digits in PHONE_DIGITS and not (hit[0].isdigit() and digits == BAG_ID_DIGITS):
            return True
    return False


def _has_plate(text: str) -> bool:
    hits = PLATE.finditer(text.upper())
    if SAID_PLATE.search(text) or JOINED_PLATE.search(text):
        return True
    return any(not MONTHS.intersection(hit[0].split("-")) for hit in hits)
