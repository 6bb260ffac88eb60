"""Who may what: one table, default deny. It is asked through ``permissions`` and nowhere else.

The rows follow the permission matrix of the four municipalities; what had to be chosen beside it is argued in ADR 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(Enum):
    """How far a permission reaches; the value says it in Dutch, behind the name of the role."""

    OWN = "in de eigen gemeente"
    SHARED = "in een gedeelde ronde"
    OWN_ROUND = "in de eigen ronde, van 12 uur ervoor tot 24 uur erna"
    OPEN_SIGNAL = "in de eigen gemeente, waar een signaal openstaat"
    SIGNAL_OR_HOME = "in de eigen gemeente, waar een signaal openstaat of een woning op een tweede persoon wacht"
    OWN_REPORT = "over wat men zelf heeft gemeld"
    AGGREGATE = "alleen totalen"
    ALWAYS = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell of the matrix.

    Parameters
    ----------
    scope
        How far it reaches.
    reason
        Whether the subject has to say why.
    """

    scope: Scope
    reason: bool = False

    @property
    def words(self) -> str:
        """The limits, in Dutch; empty when there are none."""
        return ", ".join(part for part in (self.scope.value, "met een reden" if self.reason else "") if part)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the matrix.

    Parameters
    ----------
    words
        What is done, in Dutch, as the beginning of a sentence.
    grants
        Role -> how far; a role that is absent may not.
    never
        Who in such a role may not, because it takes two people; in Dutch, as the end of a sentence.
    """

    words: str
    grants: Mapping[Role, Grant]
    never: str = ""


CO: Final = Role.COORDINATOR
RC: Final = Role.REGIOCOORDINATOR
BO: Final = Role.BOA
AF: Final = Role.AANDACHTSFUNCTIONARIS
BL: Final = Role.BELEID
BE: Final = Role.BEHEERDER
AU: Final = Role.AUDITOR

OWN: Final = Grant(Scope.OWN)
SHARED: Final = Grant(Scope.SHARED)
ROUND: Final = Grant(Scope.OWN_ROUND)
SIGNAL: Final = Grant(Scope.OPEN_SIGNAL)
SIGNAL_OR_HOME: Final = Grant(Scope.SIGNAL_OR_HOME)
REPORT: Final = Grant(Scope.OWN_REPORT)
TOTALS: Final = Grant(Scope.AGGREGATE)
ALWAYS: Final = Grant(Scope.ALWAYS)
WHY: Final = Grant(Scope.ALWAYS, reason=True)
OWN_WHY: Final = Grant(Scope.OWN, reason=True)
SHARED_WHY: Final = Grant(Scope.SHARED, reason=True)

PERMISSIONS: Final[Mapping[str, Rule]] = {
    # The map, the score and its explanation.
    "load_background": Rule("De ondergrond zien", dict.fromkeys((CO, RC, BO, AF, BL, AU), ALWAYS)),
    "load_snapshot": Rule("Adressen van locaties zien", {CO: OWN, RC: SHARED, AF: SIGNAL, AU: WHY}),
    # A second person reads what they confirm, also when the signal that it rests on was closed meanwhile.
    "read_places": Rule("Zien wat er op een locatie is", {CO: OWN, RC: SHARED, AF: SIGNAL_OR_HOME, AU: WHY}),
    "score_snapshot": Rule("Scores zien", {CO: OWN, RC: SHARED, AU: WHY}),
    "explain_location": Rule("De uitleg van een score zien", {CO: OWN, RC: SHARED, AU: WHY}),
    "export_scores": Rule("Scores naar een bestand schrijven", {CO: OWN_WHY, RC: SHARED_WHY}),
    "keep_run": Rule("Een run bewaren", {CO: ALWAYS, RC: ALWAYS}),
    "replay": Rule("Een run herhalen", {CO: ALWAYS, RC: ALWAYS, AU: WHY}),
    "check_quality": Rule("De gegevens controleren", {CO: TOTALS, RC: TOTALS, BE: TOTALS, AU: TOTALS}),
    # A selection of places under a name: codes and corners of one municipality, or of the region.
    "keep_area": Rule("Een gebied bewaren", {CO: OWN, RC: ALWAYS}),
    "read_areas": Rule("Bewaarde gebieden zien", {CO: OWN, RC: ALWAYS}),
    "remove_area": Rule("Een bewaard gebied weghalen", {CO: OWN, RC: ALWAYS}),
    # Who has to say why, is kept to it: the reason stays as long as the log does.
    "state_reason": Rule("Een reden van inzage of uitvoer vastleggen", dict.fromkeys((CO, RC, AU), ALWAYS)),
    # Imports: a technical run, by somebody without a content role.
    "import_bag": Rule("Adressen inlezen", {BE: ALWAYS}),
    "import_pdok": Rule("Adressen ophalen", {BE: ALWAYS}),
    "import_areas": Rule("Gebieden inlezen", {BE: ALWAYS}),
    "import_pdok_areas": Rule("Gebieden ophalen", {BE: ALWAYS}),
    "import_roads": Rule("Wegen inlezen", {BE: ALWAYS}),
    "import_register": Rule("Een register inlezen", {BE: ALWAYS}),
    "make_demo": Rule("De demonstratieregio maken", {BE: ALWAYS}),
    "write_template": Rule("Een leeg register maken", {CO: ALWAYS, RC: ALWAYS, AF: ALWAYS, BE: ALWAYS}),
    # Signals: the register of the aandachtsfunctionaris; whoever reports one sees what became of it.
    # The BAG is public: who may report finds the address, and the report itself is refused where it may not be.
    "find_address": Rule("Een adres zoeken", dict.fromkeys((CO, RC, BO, AF), ALWAYS)),
    "add_signal": Rule("Een signaal toevoegen", {CO: OWN, RC: SHARED, BO: ROUND, AF: OWN}),
    "enrich_signal": Rule("Een signaal verrijken", {AF: OWN}),
    "assess_signal": Rule("Een signaal beoordelen", {AF: OWN}),
    "forward_signal": Rule("Een signaal doorzetten", {AF: OWN}),
    "close_signal": Rule("Een signaal sluiten", {AF: OWN}),
    "read_signals": Rule("Signalen lezen", {CO: OWN, RC: SHARED, BO: ROUND, AF: OWN, AU: WHY}),
    "read_signal_note": Rule("De notitie bij een signaal lezen", {CO: OWN, RC: SHARED, BO: ROUND, AF: OWN, AU: WHY}),
    "count_new_signals": Rule("Nieuwe signalen tellen", {AF: OWN}),
    "follow_signal": Rule("Een eigen melding volgen", {CO: REPORT, RC: REPORT, BO: REPORT, AF: REPORT}),
    # Decisions: a human decides; for a dwelling a second one confirms.
    "freeze_location": Rule("Een locatie bevriezen", {CO: OWN, RC: SHARED}),
    "unfreeze_location": Rule("Een locatie vrijgeven", {CO: OWN, RC: SHARED}),
    "decide_location": Rule("Over een locatie besluiten", {CO: OWN, RC: SHARED}),
    "confirm_decision": Rule("Een besluit over een woning bevestigen", {RC: SHARED, AF: OWN}, "wie het nam"),
    # The aandachtsfunctionaris sees what waits for a second person.
    "read_decisions": Rule("Besluiten lezen", {CO: OWN, RC: SHARED, AF: OWN, AU: WHY}),
    "count_homes_to_confirm": Rule("Tellen welke besluiten op een tweede persoon wachten", {RC: SHARED, AF: OWN}),
    # Rounds and visits.
    "propose_stops": Rule("Kandidaten voor een ronde zien", {CO: OWN, RC: SHARED}),
    "see_candidates": Rule("Zien waaruit een ronde wordt gepland", {CO: OWN, RC: SHARED}),
    "list_inspectors": Rule("Inspecteurs voor een ronde kiezen", {CO: OWN, RC: SHARED}),
    "plan_round": Rule("Een ronde plannen", {CO: OWN, RC: SHARED}),
    "plan_season": Rule("Een seizoen plannen", {CO: OWN, RC: SHARED}),
    "open_season": Rule("Een bewaard seizoen openen", {CO: OWN, RC: SHARED}),
    "check_plan": Rule("Een plan controleren", {CO: OWN, RC: SHARED}),
    "list_drawn": Rule("Zien wat het lot in een plan koos", {CO: OWN, RC: SHARED}),
    "keep_plan": Rule("Een plan als ronde bewaren", {CO: OWN, RC: SHARED}),
    "draft_round": Rule("Een ronde opstellen", {CO: OWN, RC: SHARED}),
    "change_round": Rule("Een ronde wijzigen", {CO: OWN, RC: SHARED}),
    "approve_round": Rule("Een ronde goedkeuren", {CO: OWN, RC: SHARED}, "wie haar opstelde, heropende of vulde"),
    "reopen_round": Rule("Een ronde heropenen", {CO: OWN, RC: SHARED}),
    "issue_round": Rule("Een ronde uitgeven", {CO: OWN, RC: SHARED}),
    "close_round": Rule("Een ronde sluiten", {CO: OWN, RC: SHARED}),
    "read_round": Rule("Een ronde en haar routelijst zien", {CO: OWN, RC: SHARED, BO: ROUND, AU: WHY}),
    "list_rounds": Rule("Zien welke rondes er zijn", {CO: OWN, RC: SHARED, BO: ROUND}),
    "print_route_list": Rule("Een routelijst afdrukken", {CO: OWN, RC: SHARED, BO: ROUND}),
    "read_route_list": Rule("Een routelijst op het scherm zien", {CO: OWN, RC: SHARED, BO: ROUND}),
    "record_visit": Rule("Een bezoek vastleggen", {BO: ROUND}),
    "record_late_visit": Rule("Een bezoek achteraf vastleggen", {CO: OWN, RC: SHARED}),
    "import_visits": Rule("Een ingevulde ronde inlezen", {CO: OWN, RC: SHARED, BO: ROUND}),
    "write_visit_form": Rule("Een invulformulier van een ronde maken", {CO: OWN, RC: SHARED, BO: ROUND}),
    "read_visits": Rule("Bezoeken lezen", {CO: OWN, RC: SHARED, BO: ROUND, AU: WHY}),
    # No border and no clock stands between a suspected victim and help; nothing can be read here.
    "hand_over_victim": Rule("Een overdracht vastleggen", {BO: ALWAYS, AF: ALWAYS}),
    # The model is one for all municipalities: many may stop it, one role starts it again.
    "press_red_button": Rule("Het model uitzetten", {CO: ALWAYS, RC: ALWAYS, AF: ALWAYS, AU: ALWAYS}),
    "release_red_button": Rule("Het model weer aanzetten", {RC: ALWAYS}),
    "read_red_button": Rule("Zien wie het model uitzette, en waarom", dict.fromkeys((CO, RC, AF, AU), ALWAYS)),
    # Administration.
    "grant_role": Rule("Een rol toekennen", {BE: ALWAYS}, "wie haar voorstelde of krijgt"),
    "revoke_role": Rule("Een rol intrekken", {BE: ALWAYS}),
    "read_roles": Rule("Rollen inzien", {BE: ALWAYS, AU: ALWAYS}),
    "read_audit": Rule("Het logboek lezen", {AU: ALWAYS}),
    "verify_audit": Rule("Het logboek controleren", {AU: ALWAYS}),
    "make_backup": Rule("Een reservekopie maken", {BE: ALWAYS}),
    "read_imports": Rule("Zien wat is ingelezen", dict.fromkeys((CO, RC, BE, AU), ALWAYS)),
    "read_backups": Rule("Zien wanneer een reservekopie is gemaakt", {BE: ALWAYS, AU: ALWAYS}),
    "read_runs": Rule("Bewaarde runs zien", {CO: ALWAYS, RC: ALWAYS, AU: ALWAYS}),
    "restore_backup": Rule("Een reservekopie terugzetten", {BE: ALWAYS}),
    "purge": Rule("Verlopen gegevens vernietigen", {BE: ALWAYS}),
    # A hold keeps, and shows nothing.
    "place_legal_hold": Rule("Gegevens vasthouden", {RC: ALWAYS, AU: ALWAYS}),
    # Policy: written from everything, read as totals only.
    "make_policy_release": Rule("Beleidscijfers vrijgeven", {CO: TOTALS, RC: TOTALS}),
    "read_policy_release": Rule("Beleidscijfers lezen", {CO: TOTALS, RC: TOTALS, AF: TOTALS, BL: TOTALS, AU: TOTALS}),
}
"""Use case -> who may, and how far. A use case without a row is refused to everybody."""
