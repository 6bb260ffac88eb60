"""The real municipality, from both files; and what is no BAG at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal

from risk_map.domain.bag import LABELLED_STATUSES, is_active, is_existing, is_issued
from risk_map.domain.contract import check_frame
from risk_map.domain.frames import ADDRESSES
from risk_map.errors import InputError, RiskMapError
from risk_map.sources.areas import read_areas
from risk_map.sources.bag import read_bag
from tests.sources import tiny_town

SHARED = Path(__file__).parents[3] / "shared" / "data"
FULL_KEY = ["postcode", "huisnummer", "huisletter", "toevoeging"]


def real(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip("../shared/data is absent")
    return path


@pytest.fixture(scope="module")
def extract():
    return read_bag(real("bag/BAGGEM0457L-15102021.zip"))


@pytest.fixture(scope="module")
def flattened():
    return read_bag(real("bag/bag_weesp_0457_20211015.gpkg"))


@pytest.mark.real_data
class TestARealMunicipality:
    def test_has_the_known_number_of_addresses(self, extract):
        issued = extract[is_issued(extract)]
        assert len(extract) == 12_694
        assert len(issued) == 12_034
        assert int(issued["postcode"].isna().sum()) == 107

    def test_has_the_known_number_on_objects_in_use(self, extract):
        # 11,222 stand there; 3 of them are out of use.
        assert int(is_existing(extract).sum()) == 11_222
        assert int(is_active(extract).sum()) == 11_219
        status = extract.loc[is_issued(extract), "adresseerbaar_object_status"]
        assert {each: int((status == each).sum()) for each in LABELLED_STATUSES} == {
            "Verblijfsobject gevormd": 812,
            "Verblijfsobject buiten gebruik": 3,
        }

    def test_has_seven_full_keys_twice_six_in_use_with_a_planned_twin_and_one_planned_twice(self, extract):
        issued = extract[is_issued(extract) & extract["postcode"].notna()]
        twins = issued[issued.duplicated(FULL_KEY, keep=False)]
        assert len(twins) == 14
        pairs = twins.groupby(FULL_KEY, dropna=False)["adresseerbaar_object_status"].agg(
            lambda pair: " + ".join(sorted(pair))
        )
        assert sorted(pairs) == [
            "Verblijfsobject gevormd + Verblijfsobject gevormd",
            *["Verblijfsobject gevormd + Verblijfsobject in gebruik"] * 6,
        ]

    def test_comes_out_the_same_from_both_files(self, extract, flattened):
        assert_geodataframe_equal(extract.drop(columns="bron"), flattened.drop(columns="bron"))

    def test_keeps_the_contract(self, extract, flattened):
        check_frame(extract, ADDRESSES)
        check_frame(flattened, ADDRESSES)

    def test_names_its_source_and_date(self, extract):
        assert set(extract["bron"]) == {"BAG-extract 15-10-2021"}

    def test_holds_ids_that_another_municipality_gave_out(self, extract):
        foreign = extract[~extract["adresseerbaar_object_identificatie"].str.startswith("0457")]
        assert len(foreign[is_active(foreign)]) == 5
        assert set(extract["gemeentecode"]) == {"GM0457"}

    def test_stays_whole_when_only_other_outlines_are_known(self, extract):
        areas = read_areas(real("boundaries/gebieden_zblw_rd.gpkg"))
        again = read_bag(real("bag/BAGGEM0457L-15102021.zip"), areas=areas)
        assert_geodataframe_equal(again, extract)

    def test_holds_the_real_additions_that_tables_spoil(self, extract):
        additions = extract["toevoeging"].dropna()
        assert {"NA", "1", "bov", "HS02"} <= set(additions)
        assert set(extract["huisletter"].dropna()) >= {"a", "A"}


class TestWhatIsNoBag:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", "a;b\n1;2\n"),
            ("a.geojson", '{"type": "FeatureCollection", "features": []}'),
            ("a.zip", "a;b\n1;2\n"),
        ],
    )
    def test_another_kind_of_file_is_refused_by_its_content(self, tmp_path, name, content):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="geen BAG-extract"):
            read_bag(path)

    def test_a_broken_zip_is_refused(self, tmp_path):
        path = tiny_town.write_extract(tmp_path / "x.zip")
        path.write_bytes(path.read_bytes()[:3000])
        with pytest.raises(RiskMapError):
            read_bag(path)

    def test_an_absent_file_is_refused(self, tmp_path):
        with pytest.raises(InputError, match="bestaat niet"):
            read_bag(tmp_path / "x.zip")

    def test_the_extension_does_not_matter(self, tmp_path):
        path = tiny_town.write_extract(tmp_path / "levering.bak")
        assert len(read_bag(path)) == len(tiny_town.WEST_ROWS)


def test_progress_begins_and_ends(tmp_path):
    steps = []
    read_bag(tiny_town.write_extract(tmp_path / "x.zip"), progress=lambda *step: steps.append(step))
    assert steps == [("BAG-extract lezen", 0, 7), ("BAG-extract lezen", 7, 7)]
