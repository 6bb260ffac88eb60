"""Organisations that join an inspection, take over a signal, or take care of a suspected victim: closed lists."""

from __future__ import annotations

from typing import Final

from risk_map.domain.location import Term

PARTNERS: Final = (
    Term("toezicht", "toezichthouder of boa"),
    Term("bouwtoezicht", "bouw- en woningtoezicht"),
    Term("brandweer", "brandweer (VRU)"),
    Term("politie_basisteam", "politie, basisteam"),
    Term("politie_avim", "politie, AVIM"),
    Term("arbeidsinspectie", "Arbeidsinspectie"),
    Term("belastingdienst", "Belastingdienst"),
    Term("nvwa", "NVWA"),
    Term("omgevingsdienst", "omgevingsdienst"),
    Term("ggd", "GGD"),
    Term("zorg", "zorgorganisatie"),
)
"""Who is invited to an inspection, and to whom a signal is forwarded."""

VICTIM_CARE: Final = (
    Term("politie_avim", "politie, AVIM"),
    Term("arbeidsinspectie", "Arbeidsinspectie"),
    Term("comensha", "CoMensha"),
    Term("moviera", "Moviera"),
    Term("veilig_thuis", "Veilig Thuis"),
)
"""To whom a suspected victim is handed over."""
