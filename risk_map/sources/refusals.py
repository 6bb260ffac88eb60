"""Why the one door for files refuses a file: a code inside the reading process, one Dutch sentence outside.

The reading process may have been taken over by the file that it reads. It therefore hands out codes, numbers and a
short detail; the sentences are made here, on the safe side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.errors import ForbiddenColumnError, InputError, Place, UnsafeFileError, WrongCrsError

if TYPE_CHECKING:
    from risk_map.errors import RiskMapError

MAX_DETAIL_CHARACTERS: Final = 80

SENTENCES: Final[dict[str, tuple[type[RiskMapError], str]]] = {
    "absent": (InputError, "Het bestand bestaat niet of mag niet worden gelezen."),
    "not_a_file": (UnsafeFileError, "Dit is geen gewoon bestand (een snelkoppeling, map, pijp of apparaat)."),
    "empty": (InputError, "Het bestand is leeg."),
    "too_big": (UnsafeFileError, "Het bestand is groter dan {detail} MB; lever een kleiner bestand."),
    "unsaved": (InputError, "Het GeoPackage is nog open in een ander programma; sluit dat en probeer het opnieuw."),
    "kind": (
        UnsafeFileError,
        "Dit soort bestand wordt niet gelezen; lever CSV, XLSX, GeoJSON, GeoPackage, een BAG-extract of, voor wegen, "
        "een extract van OpenStreetMap.",
    ),
    "old_excel": (
        UnsafeFileError,
        "Dit is een oud of met een wachtwoord beveiligd Excel-bestand; bewaar het als gewoon XLSX-bestand.",
    ),
    "other_kind": (UnsafeFileError, "De inhoud van het bestand is geen {detail}."),
    "broken": (UnsafeFileError, "Het bestand is beschadigd of onvolledig."),
    "crashed": (
        UnsafeFileError,
        "Het lezen van het bestand is afgebroken: het is beschadigd, vraagt te veel geheugen of is kwaadaardig.",
    ),
    "memory": (UnsafeFileError, "Het lezen van het bestand vraagt te veel geheugen; lever een kleiner bestand."),
    "space": (UnsafeFileError, "Er is te weinig schijfruimte om het bestand uit te pakken en te lezen."),
    "time": (UnsafeFileError, "Het lezen van het bestand duurt te lang (meer dan {detail} seconden)."),
    "rows": (UnsafeFileError, "Het bestand heeft meer dan {detail} rijen; lever het in delen."),
    "columns": (UnsafeFileError, "Het bestand heeft meer dan {detail} kolommen."),
    "bomb": (UnsafeFileError, "Het zip-bestand wordt bij het uitpakken te groot; dit lijkt op een zip-bom."),
    "members": (UnsafeFileError, "Het zip-bestand bevat meer dan {detail} bestanden."),
    "nested": (UnsafeFileError, "Het zip-bestand bevat te veel zip-bestanden in elkaar."),
    "zip_link": (UnsafeFileError, "Het zip-bestand bevat een snelkoppeling; die wordt niet gevolgd."),
    "zip_password": (UnsafeFileError, "Het zip-bestand is met een wachtwoord beveiligd."),
    "no_member": (InputError, "Het zip-bestand bevat {detail} niet."),
    "view": (UnsafeFileError, "De laag is een view of virtuele tabel; bewaar de gegevens als gewone laag."),
    "layer": (InputError, "De laag {detail} staat niet in het bestand."),
    "layers": (InputError, "Het bestand heeft geen of meer dan één laag; lever een bestand met één laag."),
    "no_column": (InputError, "Een verwachte kolom ontbreekt in het bestand."),
    "person_column": (
        ForbiddenColumnError,
        "Deze kolom gaat over een persoon; haal de kolom weg, want dit programma bewaart alleen plaatsen.",
    ),
    "no_crs": (WrongCrsError, "Het bestand noemt geen coördinatenstelsel."),
    "encoding": (InputError, "De tekens van het bestand zijn niet leesbaar; bewaar het als CSV UTF-8."),
    "csv": (InputError, "De aanhalingstekens of scheidingstekens in deze rij kloppen niet."),
    "header_empty": (InputError, "Een kolom met waarden heeft geen naam in de eerste rij."),
    "header_twice": (InputError, "Deze kolomnaam komt meer dan één keer voor."),
    "row_length": (InputError, "Deze rij heeft een ander aantal waarden dan er kolommen zijn."),
    "formula": (UnsafeFileError, "Deze cel bevat een formule; plak de gegevens als waarden."),
}


class Refusal(Exception):  # noqa: N818 - the word of the door; it never leaves it
    """A file is refused, with the code of the reason.

    Parameters
    ----------
    code
        Key of ``SENTENCES``.
    detail
        Fills the sentence: a limit or a name.
    row, column
        Where, when known.
    """

    def __init__(self, code: str, detail: str = "", *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.row = row
        self.column = column


def error_of(refusal: Refusal, file: str) -> RiskMapError:
    """Make the error that a user reads.

    Parameters
    ----------
    refusal
        May come from a reading process that was taken over: unknown codes and odd details are harmless.
    file
        Name of the file as the user knows it.
    """
    kind, sentence = SENTENCES.get(refusal.code, SENTENCES["crashed"])
    column = None if refusal.column is None else _harmless(refusal.column)
    return kind(sentence.format(detail=_harmless(refusal.detail)), Place(file, refusal.row, column))


def _harmless(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return shown if len(shown) <= MAX_DETAIL_CHARACTERS else f"{shown[:MAX_DETAIL_CHARACTERS]}..."
