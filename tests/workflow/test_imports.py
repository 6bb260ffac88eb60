"""Imports of addresses and areas: all or nothing, and only what was delivered is replaced."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from risk_map.domain.contract import conform
from risk_map.domain.frames import ADDRESSES, AREAS, SYNTHETIC
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, RiskMapError, SourceIncompleteError, SourceUnavailableError
from risk_map.sources.http import HttpParams
from risk_map.store.folder import DataFolder
from risk_map.workflow.area_imports import import_areas, import_pdok_areas
from risk_map.workflow.imports import import_bag, import_pdok
from tests.sources import test_pdok_areas, tiny_town
from tests.sources.pdok_process import PdokProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ADMINISTRATOR = Subject("proef", Role.BEHEERDER)
WEST, EAST = tiny_town.WEST, tiny_town.EAST


@pytest.fixture
def config(tmp_path):
    return SimpleNamespace(data_dir=tmp_path / "data")


@pytest.fixture
def folder(config):
    return DataFolder(config.data_dir)


@pytest.fixture
def extract(tmp_path):
    return tiny_town.write_extract(tmp_path / "extract.zip")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    collections = tiny_town.collections() | test_pdok_areas.collections()
    server = PdokProcess(tmp_path_factory.mktemp("imports"), collections)
    yield server
    server.stop()


@pytest.fixture
def server(running, monkeypatch):
    running.behave()
    # The use case takes no limits; these are the product's, without its patience.
    monkeypatch.setattr(HttpParams.__init__, "__defaults__", (1, 0.5, 5, 3, 0.01, 0.1, 10**7))
    return running


def contents(folder):
    files = (path for path in folder.path.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path.relative_to(folder.path).as_posix(): path.read_bytes() for path in files}


def synthetic(rows):
    return conform(tiny_town.expected(rows, bron=SYNTHETIC), ADDRESSES)


class TestAddresses:
    def test_counts_say_what_was_delivered(self, config, folder, extract):
        folder.write(tiny_town.areas(), AREAS)
        counts = import_bag(ADMINISTRATOR, config, extract)
        assert (counts.total, counts.issued, counts.without_postcode) == (37, 35, 1)
        assert counts.active == 33
        assert dict(counts.labelled) == {"gepland, nog niet in gebruik": 1, "buiten gebruik": 1}
        assert counts.municipalities == (WEST,)
        assert not counts.mixed_with_synthetic
        assert len(folder.read_addresses([WEST])) == 37

    def test_other_municipalities_stay_as_they_are(self, config, folder, extract):
        folder.write_addresses(synthetic(tiny_town.NEIGHBOURS.values()))
        before = contents(folder)
        counts = import_bag(ADMINISTRATOR, config, extract)
        assert counts.mixed_with_synthetic
        assert contents(folder)[f"bag/{EAST}.parquet"] == before[f"bag/{EAST}.parquet"]

    def test_the_same_delivery_twice_gives_the_same_file(self, config, folder, extract):
        import_bag(ADMINISTRATOR, config, extract)
        before = contents(folder)
        import_bag(ADMINISTRATOR, config, extract)
        assert contents(folder) == before

    @pytest.mark.parametrize("fault", ["broken", "old", "thinned", "fragment", "text"])
    def test_a_failed_import_leaves_every_file_byte_for_byte(self, config, folder, extract, tmp_path, fault):
        folder.write(tiny_town.areas(), AREAS)
        import_bag(ADMINISTRATOR, config, extract)
        before = contents(folder)
        path = tmp_path / "next.zip"
        elements = tiny_town.extract_elements()
        if fault == "broken":
            path.write_bytes(extract.read_bytes()[:-500])
        elif fault == "old":
            tiny_town.write_extract(path, schema="v20180601")
        elif fault == "thinned":
            tiny_town.write_extract(path, elements | {"OPR": elements["OPR"][:1]})
        elif fault == "fragment":
            tiny_town.write_extract(path, tiny_town.extract_elements(tiny_town.WEST_ROWS[:30]))
        else:
            path.write_text("geen zip", encoding="utf-8")
        with pytest.raises(RiskMapError):
            import_bag(ADMINISTRATOR, config, path)
        assert contents(folder) == before

    def test_a_fragment_does_not_replace_a_municipality(self, config, folder, extract, tmp_path):
        import_bag(ADMINISTRATOR, config, extract)
        part = tiny_town.write_extract(tmp_path / "part.zip", tiny_town.extract_elements(tiny_town.WEST_ROWS[:30]))
        with pytest.raises(SourceIncompleteError, match=f"30 adressen in {WEST}, terwijl er al 37 bekend"):
            import_bag(ADMINISTRATOR, config, part)
        assert len(folder.read_addresses([WEST])) == 37

    def test_real_addresses_replace_invented_ones_however_many(self, config, folder, tmp_path):
        folder.write_addresses(synthetic(tiny_town.WEST_ROWS))
        part = tiny_town.write_extract(tmp_path / "part.zip", tiny_town.extract_elements(tiny_town.WEST_ROWS[:20]))
        assert import_bag(ADMINISTRATOR, config, part).total == 20

    def test_invented_outlines_give_real_addresses_no_neighbourhood(self, config, folder, extract):
        folder.write(conform(tiny_town.areas().assign(bron=SYNTHETIC), AREAS), AREAS)
        import_bag(ADMINISTRATOR, config, extract)
        assert folder.read_addresses([WEST])["buurtcode"].isna().all()


class TestPdok:
    def test_addresses_come_after_areas_from_the_same_place(self, config, folder, server):
        assert import_pdok_areas(ADMINISTRATOR, config, [WEST, EAST], server.url) == {
            "buurt": 3,
            "gemeente": 2,
            "wijk": 2,
        }
        counts = import_pdok(ADMINISTRATOR, config, [WEST, EAST], server.url)
        assert counts.total == len(tiny_town.ALL_ROWS)
        assert folder.municipalities() == [WEST, EAST]
        assert not list((config.data_dir / "cache").rglob("*.json"))

    def test_without_real_outlines_nothing_is_asked(self, config, folder, server):
        folder.write(conform(tiny_town.areas().assign(bron=SYNTHETIC), AREAS), AREAS)
        with pytest.raises(InputError, match="risk-map import areas pdok"):
            import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        assert server.paths == []

    def test_a_failed_download_leaves_every_file_and_goes_on_later(self, config, folder, server):
        folder.write(tiny_town.areas(), AREAS)
        import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        before = contents(folder)
        server.behave(max_limit=6, fail_after=5)
        with pytest.raises(SourceUnavailableError):
            import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        assert contents(folder) == before
        server.behave(max_limit=6)
        import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        assert contents(folder) == before

    def test_an_incomplete_answer_leaves_every_file(self, config, folder, server):
        folder.write(tiny_town.areas(), AREAS)
        import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        before = contents(folder)
        server.behave(lose={"adres": [row.name_id for row in tiny_town.ORDINARY]})
        with pytest.raises(SourceIncompleteError):
            import_pdok(ADMINISTRATOR, config, [WEST], server.url)
        assert contents(folder) == before


class TestAreas:
    @pytest.fixture
    def write(self, tmp_path):
        def call(areas, name="gebieden.gpkg"):
            frame = areas.reset_index().rename(columns={"code": "statcode", "naam": "statnaam"})
            frame[["statcode", "statnaam", "woningvoorraad", "geometry"]].to_file(tmp_path / name, driver="GPKG")
            return tmp_path / name

        return call

    def test_counts_per_level(self, config, folder, write):
        assert import_areas(ADMINISTRATOR, config, write(tiny_town.areas())) == {"buurt": 3, "gemeente": 2, "wijk": 2}
        assert sorted(folder.read(AREAS).index) == sorted(tiny_town.areas().index)

    def test_other_municipalities_stay(self, config, folder, write):
        areas = tiny_town.areas()
        import_areas(ADMINISTRATOR, config, write(areas))
        import_areas(ADMINISTRATOR, config, write(areas[areas["gemeentecode"] == EAST], "oost.gpkg"))
        kept = folder.read(AREAS)
        assert kept.loc[WEST, "bron"] == "gebieden gebieden.gpkg"
        assert kept.loc[EAST, "bron"] == "gebieden oost.gpkg"
        assert len(kept) == len(areas)

    def test_a_delivery_of_one_level_leaves_the_other_levels(self, config, folder, write):
        areas = tiny_town.areas()
        import_areas(ADMINISTRATOR, config, write(areas))
        import_areas(ADMINISTRATOR, config, write(areas[areas["niveau"] == "gemeente"], "gemeenten.gpkg"))
        assert sorted(folder.read(AREAS).index) == sorted(areas.index)

    def test_invented_areas_of_a_municipality_make_way(self, config, folder, write):
        areas = tiny_town.areas()
        folder.write(conform(areas.assign(bron=SYNTHETIC), AREAS), AREAS)
        import_areas(ADMINISTRATOR, config, write(areas.loc[[WEST]], "west.gpkg"))
        kept = folder.read(AREAS)
        assert kept.index[kept["gemeentecode"] == WEST].tolist() == [WEST]
        assert len(kept[kept["gemeentecode"] == EAST]) == 3

    def test_a_failed_import_leaves_every_file(self, config, folder, write, tmp_path):
        import_areas(ADMINISTRATOR, config, write(tiny_town.areas()))
        before = contents(folder)
        path = tmp_path / "x.gpkg"
        path.write_bytes((tmp_path / "gebieden.gpkg").read_bytes()[:5000])
        with pytest.raises(RiskMapError):
            import_areas(ADMINISTRATOR, config, path)
        assert contents(folder) == before
