"""The configuration refuses what it does not know, and its hash changes with its content only."""

from __future__ import annotations

from pathlib import Path

import pytest

from risk_map.config import SHIPPED, load_config
from risk_map.errors import ConfigError
from risk_map.scoring.indicators import LAYER_KEYS, SEVERITY_KEYS

TEXT = SHIPPED.read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path):
    def make(*changes):
        text = TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "risk_map.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


class TestTheShippedFile:
    def test_gives_every_kind_of_fact_a_weight_with_an_owner(self):
        config = load_config(SHIPPED)
        assert set(config.score.severities) == set(SEVERITY_KEYS)
        for weight in config.score.severities.values():
            assert weight.reason
            assert weight.source
            assert weight.proposer != weight.approver

    def test_has_a_passport_for_every_layer(self):
        config = load_config(SHIPPED)
        assert set(config.layers) == set(LAYER_KEYS)
        assert all(passport.legal_basis and passport.purpose for passport in config.layers.values())

    def test_names_the_four_municipalities(self):
        assert sorted(load_config(SHIPPED).municipalities.values()) == ["Bunnik", "Leusden", "Woudenberg", "Zeist"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("old", "new", "named"),
        [
            ("top_n = 20", "top_m = 20", "score.top_m"),
            ("overbewoning = ", "overbewonning = ", "score.severity.signaal.overbewonning"),
            ("[score.family.signalen]", "[score.family.signaaltjes]", "score.family.signaaltjes"),
            ('folder = "data"', 'folder = "data"\nmap = 1', "data.map"),
            ("laag = 0\n", "laag = 0\nhoger = 1\n", "hoger"),
            ('purpose = "toezicht op huisvesting"', 'doel = "x"', "layers.huisvesting.doel"),
        ],
    )
    def test_an_unknown_key_is_refused_by_name(self, write, old, new, named):
        with pytest.raises(ConfigError, match=named.replace(".", r"\.")):
            load_config(write((old, new)))

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("A = { value = 0.9", "A = { value = 1.9", "band"),
            ("band = [0.8, 0.9, 0.97]", "band = [0.9, 0.8, 0.97]", "band"),
            ("band = [0.8, 0.9, 0.97]", "band = [0.8, 0.9]", "drie getallen"),
            ("band = [0.8, 0.9, 0.97]", "band = [0.8, 0.9, 1.2]", "hoogstens 1"),
            ("band = [1.1, 1.3, 2.0]", "band = [1.1, 1.3, 2.5]", "omgeving"),
            ("up = { value = 1.3,", "up = { value = 1.9,", "samen"),
            ("verhoogd = 4", "verhoogd = 1.5", "klasse"),
            ("hoog = 10\n", "hoog = 2\n", "oplopen"),
            ('approver = "stuurgroep basisteam"', 'approver = "werkgroep mensenhandel"', "goedkeuren"),
            ("refresh_days = 120", 'refresh_days = "lang"', "verkeerde soort"),
            ("refreshed_on = 2026-10-01", 'refreshed_on = "gisteren"', "verkeerde soort"),
            ("top_n = 20", "top_n = true", "getal"),
            ("seksueel = 0.3, arbeid", "sexueel = 0.3, arbeid", "vormen"),
            ("GM0355 = ", "Zeist = ", "gemeentecode"),
        ],
    )
    def test_a_value_that_means_nothing_is_refused(self, write, old, new, why):
        with pytest.raises(ConfigError, match=why):
            load_config(write((old, new)))

    def test_an_absent_file_is_one_sentence_with_its_name(self, tmp_path):
        with pytest.raises(ConfigError, match=r"bestaat niet.*nergens\.toml"):
            load_config(tmp_path / "nergens.toml")

    def test_a_file_that_is_not_toml_is_one_sentence(self, tmp_path):
        path = tmp_path / "risk_map.toml"
        path.write_text("dit is [geen toml", encoding="utf-8")
        with pytest.raises(ConfigError, match="geen geldige TOML"):
            load_config(path)


class TestWhereThingsAre:
    def test_the_hash_follows_the_content_and_not_the_layout(self, write):
        same = load_config(write(("[data]", "# een opmerking\n\n[data]"))).hash
        assert same == load_config(SHIPPED).hash
        assert load_config(write(("A = { value = 0.9", "A = { value = 0.91"))).hash != same

    def test_the_environment_names_file_and_folder(self, write, tmp_path, monkeypatch):
        path = write(("top_n = 20", "top_n = 7"))
        monkeypatch.setenv("RISK_MAP_CONFIG", str(path))
        monkeypatch.setenv("RISK_MAP_DATA", str(tmp_path / "elders"))
        config = load_config()
        assert config.score.top_n == 7
        assert config.data_dir == tmp_path / "elders"
        assert load_config(data_dir=Path("hier")).data_dir == Path("hier")

    def test_the_data_lie_beside_the_file(self, write, monkeypatch):
        monkeypatch.delenv("RISK_MAP_DATA", raising=False)
        path = write()
        assert load_config(path).data_dir == path.parent / "data"

    def test_the_database_is_a_file_in_the_data_folder(self, write, tmp_path, monkeypatch):
        monkeypatch.delenv("RISK_MAP_DATABASE_URL", raising=False)
        assert load_config(write(), data_dir=tmp_path).database_url == f"sqlite:///{tmp_path}/risk_map.db"

    def test_the_environment_names_another_database_and_its_password_is_never_shown(self, write, monkeypatch):
        monkeypatch.setenv("RISK_MAP_DATABASE_URL", "postgresql://user:geheim@localhost/risk_map")
        config = load_config(write())
        assert config.database_url == "postgresql://user:geheim@localhost/risk_map"
        assert "geheim" not in repr(config)
