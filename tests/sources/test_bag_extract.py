"""BAG 2.0 Extract: current occurrences only, joined by hand-written expectations."""

from __future__ import annotations

import logging
import zipfile

import pytest
from geopandas.testing import assert_geodataframe_equal

from risk_map.errors import InputError, RiskMapError, SourceIncompleteError
from risk_map.sources.bag import read_bag
from risk_map.sources.bag_extract import find_contents
from tests.sources import tiny_town

BRON = "BAG-extract 01-02-2024"


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    return tiny_town.write_extract(tmp_path_factory.mktemp("extract") / "BAGGEM9001L.zip")


@pytest.fixture(scope="module")
def elements():
    return tiny_town.extract_elements()


@pytest.fixture(scope="module")
def addresses(extract):
    return read_bag(extract, areas=tiny_town.areas())


class TestTheTown:
    def test_every_trap_comes_out_as_written_by_hand(self, addresses):
        assert_geodataframe_equal(addresses, tiny_town.expected(tiny_town.WEST_ROWS, bron=BRON))

    def test_an_occurrence_that_is_over_in_any_way_is_not_used(self, addresses):
        # The first address has six more occurrences, each withdrawn and each over for another reason.
        first = addresses.loc[tiny_town.WEST_ROWS[0].name_id]
        assert first["status"] == tiny_town.ISSUED
        assert first["adresseerbaar_object_status"] == tiny_town.IN_USE

    def test_a_name_of_two_objects_goes_to_the_one_in_use(self, addresses):
        row = addresses.loc[tiny_town.TRAPS["renamed"].name_id]
        assert row["adresseerbaar_object_identificatie"] != tiny_town.PREDECESSOR
        assert row["adresseerbaar_object_status"] == tiny_town.IN_USE

    def test_secondary_addresses_share_the_object_of_the_main_one(self, addresses):
        names = [tiny_town.TRAPS[each].name_id for each in ("main", "secondary", "secondary_2")]
        assert addresses.loc[names, "adresseerbaar_object_identificatie"].nunique() == 1
        assert addresses.loc[names, "adrestype"].tolist() == ["hoofdadres", "nevenadres", "nevenadres"]

    def test_the_point_of_a_bent_mooring_lies_in_the_mooring(self, addresses):
        row = tiny_town.TRAPS["mooring"]
        assert not row.geometry.intersects(row.geometry.centroid)
        assert row.geometry.intersects(addresses.geometry[row.name_id])

    def test_additions_that_look_like_something_else_stay_text(self, addresses):
        names = [tiny_town.TRAPS[f"addition_{each}"].name_id for each in ("NA", "1E5", "02")]
        assert addresses.loc[names, "toevoeging"].tolist() == ["NA", "1E5", "02"]

    def test_the_case_of_a_house_letter_is_kept(self, addresses):
        names = [tiny_town.TRAPS[f"letter_{each}"].name_id for each in ("small", "large")]
        assert addresses.loc[names, "huisletter"].tolist() == ["a", "A"]

    def test_a_town_that_differs_from_the_street_is_used(self, addresses):
        assert addresses.loc[tiny_town.TRAPS["other_town"].name_id, "woonplaats_naam"] == "Middendorp"


class TestMunicipality:
    def test_without_areas_the_delivery_says_which_municipality_it_is_of(self, extract):
        addresses = read_bag(extract)
        assert set(addresses["gemeentecode"]) == {tiny_town.WEST}
        assert addresses["buurtcode"].isna().all()
        # One of them has the digits of another municipality.
        assert set(addresses.index.str[:4]) == {"9001", "0424"}

    def test_areas_win_over_the_name_of_the_delivery(self, extract):
        # As Weesp became Amsterdam: the old delivery, the new outlines.
        areas = tiny_town.areas()
        merged = areas[areas["niveau"] == "gemeente"].dissolve().set_axis(["GM9003"]).rename_axis("code")
        merged = merged.assign(gemeentecode="GM9003", woningvoorraad=None)
        addresses = read_bag(extract, areas=merged)
        inside = addresses.index != tiny_town.TRAPS["just_outside"].name_id
        assert set(addresses.loc[inside, "gemeentecode"]) == {"GM9003"}
        assert addresses.loc[~inside, "gemeentecode"].tolist() == [tiny_town.WEST]

    def test_a_neighbour_in_the_delivery_is_cut_off_and_counted(self, tmp_path, caplog):
        stray = tiny_town.NEIGHBOURS["neighbour"]
        elements = tiny_town.extract_elements([*tiny_town.WEST_ROWS, stray])
        path = tiny_town.write_extract(tmp_path / "x.zip", elements)
        with caplog.at_level(logging.WARNING):
            addresses = read_bag(path, areas=tiny_town.areas())
        assert stray.name_id not in addresses.index
        assert set(addresses["gemeentecode"]) == {tiny_town.WEST}
        assert "1 adressen buiten de gemeente" in caplog.text

    def test_a_delivery_of_the_whole_country_needs_areas(self, tmp_path, elements):
        path = tiny_town.write_extract(tmp_path / "lvbag-extract-nl.zip", elements, area="9999")
        with pytest.raises(InputError, match="importeer eerst de gebieden"):
            read_bag(path)
        assert len(read_bag(path, areas=tiny_town.areas())) == len(tiny_town.WEST_ROWS) - 1  # the one just outside

    def test_the_inner_zip_by_itself_is_read_too(self, tmp_path, extract, addresses):
        with zipfile.ZipFile(extract) as outer:
            name = next(each for each in outer.namelist() if "GEM" in each)
            (tmp_path / name).write_bytes(outer.read(name))
        assert_geodataframe_equal(read_bag(tmp_path / name, areas=tiny_town.areas()), addresses)


class TestRefusals:
    def test_the_schema_before_2020_is_refused(self, tmp_path, elements):
        path = tiny_town.write_extract(tmp_path / "x.zip", elements, schema="v20180601")
        with pytest.raises(RiskMapError, match="BAG-extract"):
            read_bag(path)

    def test_objects_that_gdal_reads_as_nothing_without_an_error_are_refused(self, tmp_path, elements):
        old = {
            kind: [part.replace("sl-bag-extract:bagObject", "sl-bag-extract:object") for part in parts]
            for kind, parts in elements.items()
        }
        with pytest.raises(InputError, match="levert geen enkel object; een extract van vóór 2020"):
            read_bag(tiny_town.write_extract(tmp_path / "x.zip", old))

    def test_a_delivery_with_mutations_is_refused(self, tmp_path):
        inner = tiny_town.zipped({"9001MUT01022024-02022024-000001.xml": "<x/>"})
        path = tmp_path / "x.zip"
        path.write_bytes(tiny_town.zipped({"9001MUT01022024-02022024.zip": inner}))
        with pytest.raises(InputError, match="mutaties"):
            read_bag(path)

    def test_a_mutation_file_under_the_name_of_a_state_is_refused(self, tmp_path, elements):
        # GDAL finds no layer in it.
        mutations = '<?xml version="1.0"?><ml:mutatieBericht xmlns:ml="http://www.kadaster.nl/schemas/mutatielevering-generiek/1.0"/>'
        inner = {f"9001{kind}01022024.zip": tiny_town.zipped({f"9001{kind}.xml": mutations}) for kind in elements}
        path = tmp_path / "x.zip"
        path.write_bytes(tiny_town.zipped({"9001GEM01022024.zip": tiny_town.zipped(inner)}))
        with pytest.raises(RiskMapError, match="BAG-extract"):
            read_bag(path)

    @pytest.mark.parametrize("kind", ["NUM", "OPR", "WPL", "VBO", "PND"])
    def test_a_delivery_without_one_kind_is_refused(self, tmp_path, elements, kind):
        path = tiny_town.write_extract(tmp_path / "x.zip", {**elements, kind: []})
        with pytest.raises(InputError, match=f"geen bestand met {kind}"):
            read_bag(path)

    def test_moorings_and_pitches_may_be_absent(self, tmp_path, elements):
        path = tiny_town.write_extract(tmp_path / "x.zip", {**elements, "LIG": []})
        with pytest.raises(SourceIncompleteError, match="1 van de"):
            read_bag(path)
        kept = [each for each in elements["NUM"] if tiny_town.TRAPS["mooring"].name_id not in each]
        path = tiny_town.write_extract(tmp_path / "y.zip", {**elements, "LIG": [], "NUM": kept})
        assert set(read_bag(path)["adresseerbaar_object_type"]) == {"Verblijfsobject", "Standplaats"}

    def test_another_zip_is_refused(self, tmp_path):
        path = tmp_path / "x.zip"
        path.write_bytes(tiny_town.zipped({"readme.txt": "hallo"}))
        with pytest.raises(InputError, match="geen volledig BAG-extract"):
            read_bag(path)

    def test_two_current_occurrences_are_refused(self, tmp_path, elements):
        double = {**elements, "NUM": [*elements["NUM"], elements["NUM"][0]]}
        with pytest.raises(InputError, match="twee voorkomens"):
            read_bag(tiny_town.write_extract(tmp_path / "x.zip", double))


def test_the_contents_are_found_by_the_names_of_the_members(extract):
    contents = find_contents(extract)
    assert contents.gemeentecode == tiny_town.WEST
    assert contents.bron == BRON
    assert contents.members["VBO"] == ("9001GEM01022024.zip", "9001VBO01022024.zip")
    assert set(contents.members) == {"NUM", "OPR", "WPL", "VBO", "LIG", "STA", "PND"}
