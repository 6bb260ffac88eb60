"""The Dutch and English headers of register files, and which column of a contract each one means.

The first header of a column is the one that the templates carry. Case, accents, spaces and punctuation do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.inspection import CHECKS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.sources.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.domain.contract import FrameContract

Aliases = dict[str, tuple[str, ...]]

PLACE_HEADERS: Final[Aliases] = {
    "identificatie": (
        "nummeraanduiding",
        "nummeraanduiding_id",
        "nummeraanduiding_identificatie",
        "identificatie",
        "bag_id",
    ),
    "adresseerbaar_object_identificatie": (
        "adresseerbaar_object",
        "adresseerbaar_object_id",
        "adresseerbaar_object_identificatie",
        "verblijfsobject",
        "verblijfsobject_id",
        "verblijfsobject_identificatie",
        "vbo_id",
        "ligplaats_id",
        "standplaats_id",
    ),
    "address": ("adres", "volledig_adres", "address", "full_address"),
    "openbare_ruimte_naam": (
        "straat",
        "straatnaam",
        "openbare_ruimte",
        "openbare_ruimte_naam",
        "street",
        "street_name",
    ),
    "huisnummer": ("huisnummer", "huisnr", "house_number"),
    "huisletter": ("huisletter", "house_letter"),
    "toevoeging": ("toevoeging", "huisnummertoevoeging", "house_number_addition", "addition"),
    "postcode": ("postcode", "postal_code", "zip_code"),
    "woonplaats_naam": ("woonplaats", "woonplaats_naam", "plaats", "plaatsnaam", "town", "city"),
    "rd_x": ("rd_x", "x_rd", "x_coordinaat", "x"),
    "rd_y": ("rd_y", "y_rd", "y_coordinaat", "y"),
    "lon": ("lon", "lengtegraad", "longitude"),
    "lat": ("lat", "breedtegraad", "latitude"),
    "confirmed": ("bevestigd", "confirmed"),
}
"""Where a row lies. ``confirmed`` says that a human looked at an id that the software would not link by itself."""

BRON_HEADERS: Final[Aliases] = {"bron": ("bron", "source")}

REGISTER_HEADERS: Final[dict[str, Aliases]] = {
    LOCATIONS.name: {
        "location_id": ("locatie_id", "location_id", "locatienummer", "locatie_nr", "kenmerk", "id"),
        "location_type": ("soort", "soort_locatie", "locatietype", "type_locatie", "location_type", "type"),
        "capacity": ("capaciteit", "capacity", "aantal_slaapplaatsen", "slaapplaatsen", "aantal_bedden", "bedden"),
        "permit": ("vergunning", "vergunningstatus", "status_vergunning", "permit"),
        "permit_valid_until": (
            "vergunning_geldig_tot",
            "vergunning_tot",
            "einddatum_vergunning",
            "permit_valid_until",
            "geldig_tot",
        ),
        "operator_type": (
            "soort_exploitant",
            "type_exploitant",
            "exploitant_type",
            "exploitanttype",
            "operator_type",
        ),
        "snf_certificate": ("snf_keurmerk", "snf", "snf_certificaat", "snf_certificate"),
        "training_certificate": (
            "training_mensenhandel",
            "training_certificaat",
            "training_certificate",
            "training",
        ),
        "sbi_code": ("sbi_code", "sbi"),
        "sbi_versie": ("sbi_versie", "sbi_jaar", "sbi_version"),
        "opening_hours": ("openingstijden", "opening_hours", "geopend"),
        "bron_datum": ("bron_datum", "datum_bron", "peildatum", "datum", "date"),
        **BRON_HEADERS,
    },
    SIGNALS.name: {
        "signal_id": ("signaal_id", "signal_id", "signaalnummer", "meldingsnummer", "kenmerk", "id"),
        "observed_on": ("gezien_op", "observed_on", "waargenomen_op", "datum_gezien", "datum", "date"),
        "form": ("vorm", "vorm_van_uitbuiting", "uitbuitingsvorm", "form"),
        "category": ("categorie", "signaalcategorie", "soort_signaal", "category"),
        "source_type": ("brontype", "soort_bron", "type_bron", "source_type"),
        "reliability": ("betrouwbaarheid", "reliability"),
        "note": ("notitie", "plaatsfeit", "opmerking", "toelichting", "note"),
        **BRON_HEADERS,
    },
    INSPECTIONS.name: {
        "inspection_id": ("controle_id", "inspection_id", "controlenummer", "bezoek_id", "kenmerk", "id"),
        "visited_on": ("bezocht_op", "visited_on", "bezoekdatum", "controledatum", "datum", "date"),
        "result": ("resultaat", "uitkomst", "result"),
        "form": ("vorm", "vorm_van_uitbuiting", "uitbuitingsvorm", "form"),
        "visit_reason": ("reden", "aanleiding", "reden_bezoek", "visit_reason"),
        **{
            check.code: (check.code, f"vraag_{number}", f"vraag_{number:02d}", f"check_{number}", check.label)
            for number, check in enumerate(CHECKS, start=1)
        },
        **BRON_HEADERS,
    },
}

DERIVED: Final = frozenset(map(fold, ("link_method", "gemeentecode", "buurtcode")))
"""Headers of our own exports that an import fills again from the BAG."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one file, recognised.

    Parameters
    ----------
    found
        Column of the contract (or of ``PLACE_HEADERS``) -> header in the file.
    ignored
        Header that is not used -> reason, in Dutch.
    """

    found: dict[str, str]
    ignored: dict[str, str]

    def header(self, column: str | None) -> str | None:
        """Give the header in the file of a column; of a column that is not in the file its own name."""
        return self.found.get(column, column) if column else None


def aliases(contract: FrameContract) -> Aliases:
    """Give the headers that a register may have: those of its own columns, then those of the place.

    Parameters
    ----------
    contract
        One of the registers.
    """
    return REGISTER_HEADERS[contract.name] | PLACE_HEADERS


def recognise(columns: Iterable[str], contract: FrameContract) -> Headers:
    """Say which column each header means; where two mean the same, the more precise one is used.

    Parameters
    ----------
    columns
        Headers as the file has them.
    contract
        One of the registers.
    """
    names = list(columns)
    folded = {fold(name): name for name in reversed(names)}
    found = {}
    for column, words in aliases(contract).items():
        present = [folded[fold(word)] for word in words if fold(word) in folded]
        if present:
            found[column] = present[0]
    meanings = {fold(word): column for column, words in aliases(contract).items() for word in words}
    used = set(found.values())
    return Headers(found, {name: _reason(name, meanings, found) for name in names if name not in used})


def _reason(name: str, meanings: dict[str, str], found: dict[str, str]) -> str:
    if fold(name) in DERIVED:
        return "deze kolom wordt uit de BAG gevuld en is niet overgenomen"
    if fold(name) in meanings:
        return f"deze kolom betekent hetzelfde als {found[meanings[fold(name)]]} en is niet overgenomen"
    return "deze kolom is onbekend en is niet overgenomen"
