"""The configuration: frozen dataclasses from ``risk_map.toml``. The only reader of the environment.

``RISK_MAP_CONFIG``, ``RISK_MAP_DATA`` and ``RISK_MAP_DATABASE_URL`` name another file, data folder and database.
Unknown keys are refused: a typing error never silently leaves a weight at its old value.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.background_map import BackgroundMap
from risk_map.domain.backup_params import BackupParams
from risk_map.domain.contacts import Contacts
from risk_map.domain.identifiers import format_gemeentecode
from risk_map.domain.layer import LayerPassport
from risk_map.domain.location import FORMS, OVERALL, RELIABILITIES, codes
from risk_map.domain.settings import Table
from risk_map.domain.sign_in import SignInParams
from risk_map.domain.theme import Theme
from risk_map.errors import ConfigError, Place
from risk_map.planning.settings import PlanningParams
from risk_map.scoring.indicators import FAMILY_KEYS, LAYER_KEYS, SEVERITY_KEYS
from risk_map.scoring.weights import FamilyWeights, ScoreParams, Weight

if TYPE_CHECKING:
    from collections.abc import Collection

FILE_NAME: Final = "risk_map.toml"
SHIPPED: Final = Path(__file__).parents[1] / FILE_NAME
"""The configuration that comes with the product; used when the working folder has none."""

DECISION: Final = ("source", "proposer", "approver", "date")
SETTINGS: Final = ("top_n", "nearby_radius_m", "context_radius_m", "remote_addresses", "crowded_locations")
SETTINGS_OF_PLACES: Final = ("visit_cap_years", "person_area_m2", "large_capacity")
HALF_LIVES: Final = ("signaal", "controle")
CLASSES: Final = ("laag", "verhoogd", "hoog", "zeer_hoog")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one installation.

    Parameters
    ----------
    path
        The file.
    data_dir
        The data folder.
    database_url
        Address of the database; may hold a password, so it is never shown.
    municipalities
        Code -> name.
    layers
        Layer passports by key.
    score
        Weights, radii and limits.
    hash
        SHA-256 of the content, whatever the order of its keys and its comments.
    contacts
        Whom inspectors call; empty in a configuration of before there were any.
    planning, sign_in, theme, background_map, backup
        What a round is planned with, how people sign in, the colours of the screen, what lies under the map, for whom
        backups are sealed; likewise.
    """

    path: Path
    data_dir: Path
    database_url: str = field(repr=False)
    municipalities: dict[str, str]
    layers: dict[str, LayerPassport] = field(repr=False)
    score: ScoreParams = field(repr=False)
    hash: str
    contacts: Contacts = field(default_factory=Contacts)
    planning: PlanningParams = field(default_factory=PlanningParams, repr=False)
    sign_in: SignInParams = field(default_factory=SignInParams)
    theme: Theme = field(default_factory=Theme)
    background_map: BackgroundMap = field(default_factory=BackgroundMap)
    backup: BackupParams = field(default_factory=BackupParams)


def load_config(path: Path | None = None, *, data_dir: Path | None = None) -> Config:
    """Read the configuration.

    Parameters
    ----------
    path
        The file; absent: ``RISK_MAP_CONFIG``, else ``risk_map.toml`` in the working folder, else the shipped one.
    data_dir
        The data folder; absent: ``RISK_MAP_DATA``, else ``data.folder`` of the file, beside the file.

    Raises
    ------
    ConfigError
        When the file is absent, is not TOML, has an unknown or absent key, or a value that cannot be used.
    """
    file = path or _file()
    try:
        stat = file.stat()
        content = _parsed(file, stat.st_mtime_ns, stat.st_size)
        return _config(file, content, data_dir)
    except FileNotFoundError as exc:
        raise ConfigError("Het configuratiebestand bestaat niet.", Place(file=str(file))) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"Het configuratiebestand is geen geldige TOML: {exc}.", Place(file=str(file))) from exc
    except ConfigError as exc:
        if exc.place.file is not None:
            raise
        raise ConfigError(exc.message, Place(file=str(file))) from exc


@lru_cache(maxsize=4)
def _parsed(file: Path, _mtime_ns: int, _size: int) -> dict[str, Any]:
    """Read the file again only when it changed: a page of the app asks for the configuration at every click."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _file() -> Path:
    if named := os.environ.get("RISK_MAP_CONFIG"):
        return Path(named)
    here = Path(FILE_NAME)
    return here if here.exists() else SHIPPED


def _config(file: Path, content: dict[str, Any], data_dir: Path | None) -> Config:
    table = Table("", content)
    folder = table.table("data").only("folder").text("folder")
    named = os.environ.get("RISK_MAP_DATA")
    data = data_dir or (Path(named) if named else file.resolve().parent / folder)
    result = Config(
        path=file,
        data_dir=data,
        database_url=os.environ.get("RISK_MAP_DATABASE_URL") or f"sqlite:///{data / 'risk_map.db'}",
        municipalities=_municipalities(table.table("municipalities")),
        layers=_layers(table.table("layers")),
        score=_score(table.table("score")),
        hash=sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest(),
        contacts=Contacts.read(table.table("contacts")) if "contacts" in content else Contacts(),
        planning=PlanningParams.read(table.table("planning")) if "planning" in content else PlanningParams(),
        sign_in=SignInParams.read(table.table("sign_in")) if "sign_in" in content else SignInParams(),
        theme=Theme.read(table.table("theme")) if "theme" in content else Theme(),
        background_map=BackgroundMap.read(table.table("map")) if "map" in content else BackgroundMap(),
        backup=BackupParams.read(table.table("backup")) if "backup" in content else BackupParams(),
    )
    table.only("data", "municipalities", "layers", "score", "contacts", "planning", "sign_in", "theme", "map", "backup")
    return result


def _municipalities(table: Table) -> dict[str, str]:
    try:
        return {format_gemeentecode(code): table.text(code) for code in table.content}
    except ValueError as exc:
        raise ConfigError(f"In [municipalities] staat geen geldige gemeentecode: {exc}.") from exc


def _layers(table: Table) -> dict[str, LayerPassport]:
    table.only(*LAYER_KEYS)
    return {key: _passport(key, table.table(key)) for key in table.content}


def _passport(key: str, table: Table) -> LayerPassport:
    names = [item.name for item in fields(LayerPassport) if item.name != "key"]
    table.only(*names)
    days = {name: table.day(name) for name in ("refreshed_on", "approved_on")}
    numbers = {name: int(table.number(name)) for name in ("refresh_days", "retention_months")}
    texts = {name: table.text(name) for name in names if name not in {*days, *numbers}}
    return LayerPassport(key=key, **texts, **days, **numbers)  # type: ignore[arg-type]


def _score(table: Table) -> ScoreParams:
    settings = (*SETTINGS, *SETTINGS_OF_PLACES)
    named = ("family", "severity", "reliability", "half_life_months", "base_rate", "cross_form", "clearance")
    table.only("decision", "class_floor", *named, *settings)
    decision = table.table("decision").only(*DECISION)
    floors = table.table("class_floor").only(*CLASSES)
    family = table.table("family").only(*FAMILY_KEYS)
    return ScoreParams(
        families={key: _family(family.table(key), decision) for key in FAMILY_KEYS},
        severities=_severities(table.table("severity"), decision),
        reliabilities=_weights(table.table("reliability"), codes(RELIABILITIES), decision),
        half_life_months=_weights(table.table("half_life_months"), HALF_LIVES, decision),
        cross_form=_weight(table.table("cross_form"), decision),
        clearance=_weight(table.table("clearance"), decision),
        base_rates=_weights(table.table("base_rate"), (OVERALL, *codes(FORMS)), decision),
        class_floors={name: floors.number(name) for name in CLASSES},
        **{name: table.number(name) for name in settings},  # type: ignore[arg-type]
    )


def _family(table: Table, decision: Table) -> FamilyWeights:
    table.only("up", "down")
    return FamilyWeights(up=_weight(table.table("up"), decision), down=_weight(table.table("down"), decision))


def _severities(table: Table, decision: Table) -> dict[str, Weight]:
    groups = tuple(dict.fromkeys(key.split(".")[0] for key in SEVERITY_KEYS))
    table.only(*groups)
    found: dict[str, Weight] = {}
    for group in groups:
        names = tuple(key.removeprefix(f"{group}.") for key in SEVERITY_KEYS if key.startswith(f"{group}."))
        weights = _weights(table.table(group), names, decision)
        found |= {f"{group}.{name}": weight for name, weight in weights.items()}
    return found


def _weights(table: Table, names: Collection[str], decision: Table) -> dict[str, Weight]:
    table.only(*names)
    return {name: _weight(table.table(name), decision) for name in names}


def _weight(table: Table, decision: Table) -> Weight:
    """Read one weight; what the people decided together stands once, in ``[score.decision]``."""
    table.only("value", "band", "reason", "forms", *DECISION)
    decided = Table(table.name, {**decision.content, **table.content})
    band = decided.value("band", list)
    if len(band) != 3:
        raise ConfigError(f"{table.name}.band moet drie getallen hebben: laag, midden, hoog.")
    low, mid, high = (Table(table.name, {"band": number}).number("band") for number in band)
    forms = decided.table("forms") if "forms" in decided.content else Table(table.name, {})
    return Weight(
        key=table.name.removeprefix("score."),
        value=decided.number("value"),
        low=low,
        mid=mid,
        high=high,
        reason=decided.text("reason"),
        source=decided.text("source"),
        proposer=decided.text("proposer"),
        approver=decided.text("approver"),
        decided_on=decided.day("date"),
        forms={form: forms.number(form) for form in forms.content},
    )
