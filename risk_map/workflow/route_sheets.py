"""The sheet and the map of every team of a round: the same for paper, for a file and for the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from risk_map.domain.frames import AREAS, ROADS
from risk_map.planning.timetable import common_windows
from risk_map.reporting.route_map import MapLayers, draw_map
from risk_map.reporting.route_sheet import make_sheet
from risk_map.store.folder import DataFolder
from risk_map.workflow.route_starts import start_words
from risk_map.workflow.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from risk_map.config import Config
    from risk_map.reporting.route_round import KnownPlace, PlannedRound, PlannedStop, PlannedTeam, PrintStamp
    from risk_map.reporting.route_sheet import RouteSheet


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """What one team takes along.

    Parameters
    ----------
    team
        The team, with all that is known of its stops.
    sheet
        In words.
    svg
        The map of its route; empty when there is none.
    """

    team: PlannedTeam
    sheet: RouteSheet
    svg: str


def sheets_of(
    config: Config, planned: PlannedRound, places: Mapping[str, KnownPlace], stamp: PrintStamp
) -> Iterator[TeamSheet]:
    """Give the sheet of every team.

    Parameters
    ----------
    config
        Says where the data are, how places are visited, and whom inspectors call.
    planned
        The round.
    places
        Location -> what is known of it.
    stamp
        Who prints, and when.
    """
    folder = DataFolder(config.data_dir)
    layers = MapLayers(folder.read(AREAS), folder.read(ROADS))
    for each in planned.teams:
        team = replace(_completed(config, planned, each, places), start_words=start_words(config, each, layers))
        sheet = make_sheet(planned, team, places, config.contacts, stamp, config.municipalities)
        yield TeamSheet(team, sheet, draw_map(team, [places[stop.location_id].point for stop in team.stops], layers))


def _completed(
    config: Config, planned: PlannedRound, team: PlannedTeam, places: Mapping[str, KnownPlace]
) -> PlannedTeam:
    """Fill in what a round in the store does not say of its stops: hours, minutes, partners, and the way between."""
    stops = tuple(_completed_stop(config, planned, stop, places) for stop in team.stops)
    if team.line:
        return replace(team, stops=stops)
    visited = (places[stop.location_id].point for stop in stops)
    points = [point for point in (team.start, *visited, team.end) if point is not None]
    along_roads = DataFolder(config.data_dir).frame_path(ROADS).exists() and len(points) > 1
    legs = travel_times(config).path(np.array(points), team.mode or config.planning.team.mode) if along_roads else []
    line = tuple((float(x), float(y)) for leg in legs for x, y in leg.coords)
    return replace(team, stops=stops, line=line, along_roads=bool(line))


def _completed_stop(
    config: Config, planned: PlannedRound, stop: PlannedStop, places: Mapping[str, KnownPlace]
) -> PlannedStop:
    there, kinds = [places[name] for name in (stop.location_id, *stop.units)], config.planning.types
    if not all(place.location_type in kinds for place in there):
        return stop
    usual = [kinds[place.location_type] for place in there]
    hours = [kind.windows(planned.on_date, place.opening_hours) for kind, place in zip(usual, there, strict=True)]
    required = (kind.partners(windows) for kind, windows in zip(usual, hours, strict=True))
    return replace(
        stop,
        windows=tuple((window.opens_s, window.closes_s) for window in common_windows(hours)),
        visit_s=stop.visit_s or sum(kind.visit_s for kind in usual),
        partners=tuple(sorted({*stop.partners}.union(*required))),
    )
