"""An explanation as plain text, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import day, number, signed, times_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from risk_map.reporting.explanation import ExplainedFact, Explanation, FamilyContribution

MOTTO: Final = "Een reden om te kijken, geen bewijs."


def to_text(explanation: Explanation) -> str:
    """Write an explanation as plain text for the terminal."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.address} ({explanation.location_id})"
    yield f"{explanation.type_label}; {explanation.form_label}"
    yield MOTTO
    if explanation.note:
        yield explanation.note
    if explanation.times_base is not None:
        yield (
            f"{times_base(explanation.times_base)} het basisniveau, klasse "
            f"{str(explanation.risk_class).replace('_', ' ')}, rang {explanation.rank} "
            f"(90% van de redelijke gewichten: {explanation.rank_low} tot {explanation.rank_high})"
        )
    yield from _section("Waar de score uit bestaat", [_family_line(part) for part in explanation.families])
    yield from _section("Feiten", [_fact_line(fact) for fact in explanation.facts])
    yield from _section("Wat pleit tegen een bezoek", explanation.speaks_against)
    yield from _section("Onbekend: telt niet mee", explanation.unknown)
    yield from _section("Wat zou de score verlagen", explanation.would_lower)
    yield from _section("Lagen die nu voor nul tellen", explanation.disabled_layers)


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {item}" for item in items]
    if lines:
        yield from ("", title, *lines)


def _family_line(part: FamilyContribution) -> str:
    return f"{part.label}: {signed(part.contribution)} (factor {number(part.factor, 2)})"


def _fact_line(fact: ExplainedFact) -> str:
    share = "" if fact.contribution is None else f" [{signed(fact.contribution)}]"
    return f"{fact.sentence} ({fact.source}, {day(fact.date)}){share}"
