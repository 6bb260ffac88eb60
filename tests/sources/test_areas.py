"""Areas of any edition: the same codes, the same figures, unknown figures missing."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, MultiPolygon, Polygon, box

from risk_map.domain.contract import check_frame
from risk_map.domain.frames import AREAS
from risk_map.errors import InputError, MissingColumnError, WrongCrsError
from risk_map.sources.areas import plain, read_areas

SHARED = Path(__file__).parents[3] / "shared" / "data" / "boundaries"
SQUARES = [box(150_000 + 100 * n, 450_000, 150_100 + 100 * n, 450_100) for n in range(4)]
CODES = ["BU90010000", "BU90010001", "BU90010100", "BU9002AF09"]

EDITIONS = {
    "snake": (
        "buurtcode",
        "buurtnaam",
        "wijknaam",
        "gemeentenaam",
        "aantal_inwoners",
        "aantal_huishoudens",
        "oppervlakte_land_in_ha",
    ),
    "camel": (
        "buurtcode",
        "buurtnaam",
        "wijknaam",
        "gemeentenaam",
        "aantalInwoners",
        "aantalHuishoudens",
        "oppervlakteLandInHa",
    ),
    "capitals": ("BU_CODE", "BU_NAAM", "WK_NAAM", "GM_NAAM", "AANT_INW", "AANTAL_HH", "OPP_LAND"),
}


def buurten(edition="snake", codes=CODES, squares=SQUARES, **columns):
    code, name, district, municipality, people, households, land = EDITIONS[edition]
    return gpd.GeoDataFrame(
        {
            code: codes,
            name: [f"Buurt {each}" for each in range(len(codes))],
            district: ["Centrum"] * len(codes),
            municipality: ["Voorbeeld"] * len(codes),
            people: [1000, 500, -99997, 50],
            households: [400, 200, 100, -99999999],
            land: [10.5, 20.0, 30.0, -99995.0],
            **columns,
        },
        geometry=squares,
        crs=28992,
    )


@pytest.fixture
def write(tmp_path):
    def call(frame, name="gebieden.gpkg", layer="laag"):
        path = tmp_path / name
        frame.to_file(path, layer=layer, driver="GeoJSON" if name.endswith("json") else "GPKG")
        return path

    return call


class TestEditions:
    @pytest.mark.parametrize("edition", ["snake", "camel"])
    @pytest.mark.parametrize("name", ["gebieden.gpkg", "gebieden.geojson"])
    def test_names_of_columns_do_not_matter(self, write, edition, name):
        frame = buurten(edition)
        areas = read_areas(write(frame.to_crs(4326) if name.endswith("json") else frame, name))
        assert areas["niveau"].value_counts().to_dict() == {"buurt": 4, "wijk": 3, "gemeente": 2}
        assert areas.loc["BU90010000", "aantal_inwoners"] == 1000
        assert areas.loc["BU90010000", "naam"] == "Buurt 0"
        assert areas.crs.to_epsg() == 28992
        check_frame(areas, AREAS)

    def test_the_oldest_edition_with_short_capitals(self, write):
        areas = read_areas(write(buurten("capitals").rename(columns={"AANTAL_HH": "AANT_HH"})))
        assert areas.loc["BU90010000", ["naam", "aantal_inwoners", "aantal_huishoudens"]].tolist() == [
            "Buurt 0",
            1000,
            400,
        ]
        assert areas.loc["WK900100", "naam"] == "Centrum"

    def test_codes_with_letters_are_text(self, write):
        areas = read_areas(write(buurten()))
        assert areas.loc["BU9002AF09", ["gemeentecode", "wijkcode"]].tolist() == ["GM9002", "WK9002AF"]

    def test_statcode_of_one_layer_may_mix_levels(self, write):
        frame = gpd.GeoDataFrame(
            {"statcode": ["GM9001", "WK900100", "BU90010000"], "statnaam": ["G", "W", "B"]},
            geometry=SQUARES[:3],
            crs=28992,
        )
        areas = read_areas(write(frame))
        assert areas.loc[["GM9001", "WK900100", "BU90010000"], "niveau"].tolist() == ["gemeente", "wijk", "buurt"]
        assert areas.loc[["GM9001", "WK900100", "BU90010000"], "naam"].tolist() == ["G", "W", "B"]

    def test_a_municipality_of_kadaster_is_known_by_its_identification(self, write):
        frame = gpd.GeoDataFrame(
            {"identificatie": ["GM9001"], "naam": ["Voorbeeld"], "code": ["9001"]}, geometry=SQUARES[:1], crs=28992
        )
        assert read_areas(write(frame)).loc["GM9001", "naam"] == "Voorbeeld"

    @pytest.mark.parametrize("name", ["BU_CODE", "buCode", "bu_code", "BUCODE"])
    def test_a_column_is_the_same_in_every_edition(self, name):
        assert plain(name) == "bucode"


class TestFigures:
    def test_values_of_minus_99990_and_lower_are_missing(self, write):
        areas = read_areas(write(buurten()))
        found = areas.loc[CODES, ["aantal_inwoners", "aantal_huishoudens", "oppervlakte_land_in_ha"]]
        assert found.isna().to_numpy().tolist() == [[False] * 3, [False] * 3, [True, False, False], [False, True, True]]

    def test_minus_99989_would_be_a_figure_and_is_refused_as_negative(self, write):
        frame = buurten()
        frame.loc[0, "aantal_inwoners"] = -99989
        with pytest.raises(InputError, match="aantal_inwoners"):
            read_areas(write(frame))

    def test_a_sum_with_an_unknown_part_is_unknown(self, write):
        areas = read_areas(write(buurten()))
        assert areas.loc["WK900100", "aantal_inwoners"] == 1500
        assert areas.loc["GM9001", ["aantal_inwoners", "aantal_huishoudens"]].isna().tolist() == [True, False]
        assert areas.loc["GM9001", "aantal_huishoudens"] == 700

    def test_a_density_is_never_summed(self, write):
        areas = read_areas(write(buurten(omgevingsadressendichtheid=[10, 20, 30, 40])))
        assert areas.loc["BU90010000", "omgevingsadressendichtheid"] == 10
        assert areas.loc[["WK900100", "GM9001"], "omgevingsadressendichtheid"].isna().all()

    def test_figures_in_text_and_the_full_stop_for_unknown(self, write):
        areas = read_areas(write(buurten(woningvoorraad=["12", ".", "", "7"])))
        found = areas.loc[CODES, "woningvoorraad"]
        assert found.isna().tolist() == [False, True, True, False]
        assert found.dropna().tolist() == [12, 7]

    def test_a_word_instead_of_a_figure_is_refused_with_its_column(self, write):
        with pytest.raises(InputError, match="woningvoorraad") as caught:
            read_areas(write(buurten(woningvoorraad=["12", "veel", "3", "4"])))
        assert caught.value.place.column == "woningvoorraad"

    def test_a_municipality_keeps_its_own_figures(self, tmp_path):
        path = tmp_path / "gebieden.gpkg"
        buurten().to_file(path, layer="buurten", driver="GPKG")
        municipalities = gpd.GeoDataFrame(
            {"gemeentecode": ["GM9001", "GM9002"], "gemeentenaam": ["West", "Oost"], "woningvoorraad": [700, 20]},
            geometry=[MultiPolygon(SQUARES[:3]), SQUARES[3]],
            crs=28992,
        )
        municipalities.to_file(path, layer="gemeenten", driver="GPKG")
        areas = read_areas(path)
        assert areas.loc["GM9001", ["naam", "woningvoorraad"]].tolist() == ["West", 700]
        assert len(areas[areas["niveau"] == "gemeente"]) == 2


class TestShapes:
    def test_missing_levels_are_dissolved_from_what_lies_below(self, write):
        areas = read_areas(write(buurten()))
        assert areas.geometry["WK900100"].equals(box(150_000, 450_000, 150_200, 450_100))
        assert areas.geometry["GM9001"].equals(box(150_000, 450_000, 150_300, 450_100))
        assert areas.geometry["GM9002"].equals(SQUARES[3])

    def test_the_water_of_an_area_joins_its_land_and_keeps_the_figures_of_the_land(self, write):
        frame = buurten(codes=["BU90010000", "BU90010000", *CODES[2:]], water=["JA", "NEE", "NEE", "NEE"])
        areas = read_areas(write(frame))
        assert areas.geometry["BU90010000"].equals(box(150_000, 450_000, 150_200, 450_100))
        assert areas.loc["BU90010000", "aantal_inwoners"] == 500

    def test_parts_outside_the_country_are_passed_over(self, write):
        areas = read_areas(write(buurten(water=["B", "NEE", "NEE", "NEE"])))
        assert "BU90010000" not in areas.index

    def test_a_crossing_outline_is_mended(self, write):
        bow = Polygon([(150_000, 450_000), (150_100, 450_100), (150_100, 450_000), (150_000, 450_100)])
        areas = read_areas(write(buurten(squares=[bow, *SQUARES[1:]])))
        assert areas.geometry.is_valid.all()
        assert areas.geometry["BU90010000"].area == pytest.approx(5000)

    def test_a_frame_without_polygons_is_refused(self, write):
        lines = [LineString([(150_000, 450_000), (150_001, 450_000)])] * 4
        with pytest.raises(InputError, match="geen vlak") as caught:
            read_areas(write(buurten(squares=[*SQUARES[:2], *lines[:2]])))
        assert caught.value.place.row == 3

    def test_wgs84_under_the_name_of_rd_is_refused(self, write):
        wrong = buurten().to_crs(4326).set_crs(28992, allow_override=True)
        with pytest.raises(WrongCrsError):
            read_areas(write(wrong))


class TestRefusals:
    def test_without_a_code_nothing_can_be_read(self, write):
        frame = gpd.GeoDataFrame({"omschrijving": ["x"]}, geometry=SQUARES[:1], crs=28992)
        with pytest.raises(MissingColumnError, match="gebiedscode"):
            read_areas(write(frame))

    @pytest.mark.parametrize("code", ["90010000", "BU9001", "bu9001 000", ""])
    def test_a_code_that_cannot_be_right_is_refused_with_its_row(self, write, code):
        with pytest.raises(InputError, match="geen gebiedscode") as caught:
            read_areas(write(buurten(codes=[CODES[0], code, *CODES[2:]])))
        assert caught.value.place.row == 2
        assert caught.value.place.column == "buurtcode"

    def test_another_kind_of_file_is_refused(self, tmp_path):
        path = tmp_path / "x.gpkg"
        path.write_text("buurtcode;naam\nBU90010000;x\n", encoding="utf-8")
        with pytest.raises(InputError, match="GeoJSON of een GeoPackage"):
            read_areas(path)

    def test_a_layer_without_rows_holds_no_areas(self, write):
        with pytest.raises(InputError, match="geen enkel gebied"):
            read_areas(write(buurten().iloc[:0]))


@pytest.fixture(scope="module")
def geopackage():
    path = SHARED / "gebieden_zblw_rd.gpkg"
    if not path.exists():
        pytest.skip("../shared/data is absent")
    return read_areas(path)


@pytest.mark.real_data
class TestRealAreas:
    def test_the_83_real_buurten_load(self, geopackage):
        assert geopackage["niveau"].value_counts().to_dict() == {"buurt": 83, "wijk": 15, "gemeente": 4}
        check_frame(geopackage, AREAS)

    def test_their_published_figures_come_along(self, geopackage):
        assert geopackage.loc["BU03120000", ["naam", "aantal_inwoners", "aantal_huishoudens"]].tolist() == [
            "Bunnik",
            6965,
            3040,
        ]
        households = geopackage.loc[geopackage["niveau"] == "gemeente", "aantal_huishoudens"]
        assert households.to_dict() == {"GM0312": 6946, "GM0327": 13887, "GM0351": 5674, "GM0355": 30615}

    def test_buurten_fill_their_municipality(self, geopackage):
        buurt, gemeente = (geopackage[geopackage["niveau"] == level] for level in ("buurt", "gemeente"))
        assert buurt.area.sum() == pytest.approx(gemeente.area.sum(), rel=1e-5)
        assert gemeente.area.sum() / 1e6 == pytest.approx(181.9, abs=0.1)

    def test_geojson_and_geopackage_hold_the_same_buurten(self, geopackage):
        other = read_areas(SHARED / "buurten_zblw_2024stats_2016geom.geojson")
        buurt = geopackage.index[geopackage["niveau"] == "buurt"]
        assert other.loc[buurt, "aantal_inwoners"].equals(geopackage.loc[buurt, "aantal_inwoners"])
        assert other.loc[buurt].geometry.symmetric_difference(geopackage.loc[buurt].geometry).area.max() < 1
        # Only buurten are in that file; the rest is dissolved.
        assert other["niveau"].value_counts().to_dict() == {"buurt": 83, "wijk": 15, "gemeente": 4}

    @pytest.mark.parametrize(
        ("name", "counts"),
        [
            ("buurten_zblw_plus_buren_2016.geojson", {"buurt": 557, "wijk": 108, "gemeente": 15}),
            ("wijken_zblw.geojson", {"wijk": 15, "gemeente": 4}),
            ("gemeenten_zblw.geojson", {"gemeente": 4}),
            ("gemeenten_zblw_plus_buren_2022_gegeneraliseerd.geojson", {"gemeente": 15}),
        ],
    )
    def test_every_edition_that_we_have_loads(self, geopackage, name, counts):
        areas = read_areas(SHARED / name)
        assert areas["niveau"].value_counts().to_dict() == counts
        assert len(geopackage) == 102
