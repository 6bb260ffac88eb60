"""The configuration: frozen dataclasses from ``risk_map.toml``. The only reader of the environment.

``RISK_MAP_CONFIG``, ``RISK_MAP_DATA`` and ``RISK_MAP_DATABASE_URL`` name another file, data folder and database.
Unknown keys are refused: a typing error never silently leaves a weight at its old value.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.identifiers import format_gemeentecode
from risk_map.domain.layer import LayerPassport
from risk_map.domain.location import FORMS, OVERALL, RELIABILITIES, codes
from risk_map.errors import ConfigError, Place
from risk_map.scoring.indicators import FAMILY_KEYS, LAYER_KEYS, SEVERITY_KEYS
from risk_map.scoring.weights import FamilyWeights, ScoreParams, Weight

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
    """

    path: Path
    data_dir: Path
    database_url: str = field(repr=False)
    municipalities: dict[str, str]
    layers: dict[str, LayerPassport] = field(repr=False)
    score: ScoreParams = field(repr=False)
    hash: str


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
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return _config(file, content, data_dir)
    except FileNotFoundError as exc:
        raise ConfigError("Het configuratiebestand bestaat niet.", Place(file=str(file))) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"Het configuratiebestand is geen geldige TOML: {exc}.", Place(file=str(file))) from exc
    except ConfigError as exc:
        if exc.place.file is not None:
            raise
        raise ConfigError(exc.message, Place(file=str(file))) from exc


def _file() -> Path:
    if named := os.environ.get("RISK_MAP_CONFIG"):
        return Path(named)
    here = Path(FILE_NAME)
    return here if here.exists() else SHIPPED


def _config(file: Path, content: dict[str, Any], data_dir: Path | None) -> Config:
    table = _Table("", content)
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
    )
    table.only("data", "municipalities", "layers", "score")
    return result


def _municipalities(table: _Table) -> dict[str, str]:
    try:
        return {format_gemeentecode(code): table.text(code) for code in table.content}
    except ValueError as exc:
        raise ConfigError(f"In [municipalities] staat geen geldige gemeentecode: {exc}.") from exc


def _layers(table: _Table) -> dict[str, LayerPassport]:
    table.only(*LAYER_KEYS)
    return {key: _passport(key, table.table(key)) for key in table.content}


def _passport(key: str, table: _Table) -> LayerPassport:
    names = [item.name for item in fields(LayerPassport) if item.name != "key"]
    table.only(*names)
    days = {name: table.day(name) for name in ("refreshed_on", "approved_on")}
    numbers = {name: int(table.number(name)) for name in ("refresh_days", "retention_months")}
    texts = {name: table.text(name) for name in names if name not in {*days, *numbers}}
    return LayerPassport(key=key, **texts, **days, **numbers)  # type: ignore[arg-type]


def _score(table: _Table) -> ScoreParams:
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


def _family(table: _Table, decision: _Table) -> FamilyWeights:
    table.only("up", "down")
    return FamilyWeights(up=_weight(table.table("up"), decision), down=_weight(table.table("down"), decision))


def _severities(table: _Table, decision: _Table) -> dict[str, Weight]:
    groups = tuple(dict.fromkeys(key.split(".")[0] for key in SEVERITY_KEYS))
    table.only(*groups)
    found: dict[str, Weight] = {}
    for group in groups:
        names = tuple(key.removeprefix(f"{group}.") for key in SEVERITY_KEYS if key.startswith(f"{group}."))
        weights = _weights(table.table(group), names, decision)
        found |= {f"{group}.{name}": weight for name, weight in weights.items()}
    return found


def _weights(table: _Table, names: Collection[str], decision: _Table) -> dict[str, Weight]:
    table.only(*names)
    return {name: _weight(table.table(name), decision) for name in names}


def _weight(table: _Table, decision: _Table) -> Weight:
    """Read one weight; what the people decided together stands once, in ``[score.decision]``."""
    table.only("value", "band", "reason", "forms", *DECISION)
    decided = _Table(table.name, {**decision.content, **table.content})
    band = decided.value("band", list)
    if len(band) != 3:
        raise ConfigError(f"{table.name}.band moet drie getallen hebben: laag, midden, hoog.")
    low, mid, high = (_Table(table.name, {"band": number}).number("band") for number in band)
    forms = decided.table("forms") if "forms" in decided.content else _Table(table.name, {})
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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that knows its name, so that every error names the key."""

    name: str
    content: Mapping[str, Any]

    def only(self, *known: str) -> _Table:
        unknown = [key for key in self.content if key not in known]
        if unknown:
            raise ConfigError(f"De sleutel {self._path(unknown[0])} bestaat niet; bekend zijn {', '.join(known)}.")
        return self

    def table(self, key: str) -> _Table:
        return _Table(self._path(key), self.value(key, dict))

    def text(self, key: str) -> str:
        text = str(self.value(key, str)).strip()
        if not text:
            raise ConfigError(f"De sleutel {self._path(key)} is leeg.")
        return text

    def number(self, key: str) -> float:
        value = self.value(key, (int, float))
        if isinstance(value, bool):
            raise ConfigError(f"De sleutel {self._path(key)} moet een getal zijn.")
        return value  # type: ignore[no-any-return]

    def day(self, key: str) -> date:
        return self.value(key, date)  # type: ignore[no-any-return]

    def value(self, key: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - TOML holds anything
        if key not in self.content:
            raise ConfigError(f"De sleutel {self._path(key)} ontbreekt.")
        value = self.content[key]
        if not isinstance(value, kind):
            raise ConfigError(f"De sleutel {self._path(key)} heeft een waarde van de verkeerde soort: {value!r}.")
        return value

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key
