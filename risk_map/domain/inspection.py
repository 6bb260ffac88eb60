"""Visits and what was seen: closed lists (facts about the place and the situation, never about a person)."""

from __future__ import annotations

from typing import Final

from risk_map.domain.location import Term

NO_FINDING: Final = "geen_bevinding"
NOT_VISITED: Final = "niet_bezocht"

RESULTS: Final = (
    Term(NO_FINDING, "geen bevinding"),
    Term("bevinding", "bevinding"),
    Term("ernstige_bevinding", "ernstige bevinding"),
    Term(NOT_VISITED, "niet bezocht"),
)

VISIT_REASONS: Final = (
    Term("signaal", "naar aanleiding van een signaal"),
    Term("risico", "gekozen op de risicokaart"),
    Term("steekproef", "aselecte controle"),
    Term("periodiek", "periodieke controle van een kwetsbare branche"),
)

ANSWERS: Final = (
    Term("gezien", "gezien"),
    Term("verteld", "verteld"),
    Term("niet_gezien", "niet gezien"),
    Term("niet_beoordeeld", "niet beoordeeld"),
)

CHECKS: Final = (
    Term("check_01", "mensen slapen waar zij werken of in een ruimte die daar niet voor bedoeld is"),
    Term("check_02", "een ander houdt documenten, telefoons of bankpassen"),
    Term("check_03", "mensen weten niet op welk adres zij verblijven"),
    Term("check_04", "wonen, vervoer en werk zijn door één partij geregeld"),
    Term("check_05", "boetes, huisregels of schulden aan de muur"),
    Term("check_06", "niemand mag praten zonder één woordvoerder"),
    Term("check_07", "geen beschermingsmiddelen bij gevaarlijk werk"),
    Term("check_08", "rooster ver boven normale uren, of twee lijsten"),
    Term("check_09", "uitgangen geblokkeerd, sloten aan de buitenkant, camera's op bewoners"),
    Term("check_10", "veel matrassen vergeleken met het geregistreerde gebruik"),
    Term("check_11", "contant geld zonder administratie"),
    Term("check_12", "kinderen van wie onduidelijk is bij wie zij horen"),
)

ANSWERS_SEEN: Final = ("gezien", "verteld")
"""Answers that say a sign was there."""
