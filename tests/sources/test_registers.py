"""A register in any form gives the same rows; what cannot be used is listed, what is about persons refused whole."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from shapely import LineString, MultiPoint, Point

from risk_map.domain.contract import check_frame
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, REGISTERS, SIGNALS
from risk_map.errors import ForbiddenColumnError, InputError, MissingColumnError, WrongCrsError
from risk_map.sources.registers import read_register
from tests.sources.register_town import make_town, name_id, object_id

TODAY = dt.date(2026, 11, 1)
TOWN = make_town()
SIGNAL = {
    "signaal_id": "S1",
    "nummeraanduiding": name_id(0),
    "gezien_op": "01-09-2026",
    "vorm": "arbeid",
    "categorie": "overbewoning",
    "brontype": "boa",
    "betrouwbaarheid": "A",
    "notitie": "acht matrassen, geëtaleerd",
    "bron": "gemeente",
}
LOCATION = {
    "locatie_id": "L1",
    "soort": "Hotel",
    "adres": "Dorpsstraat 12a, 1234AB Voorbeeld",
    "capaciteit": "24",
    "vergunning": "vergunning verleend",
    "snf_keurmerk": "nee",
    "bron": "register",
    "bron_datum": "2026-05-01",
}


def write_csv(path, rows, delimiter=";", encoding="utf-8"):
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    quoted = (delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)
    path.write_bytes(("\r\n".join(quoted) + "\r\n").encode(encoding))
    return path


@pytest.fixture
def read(tmp_path):
    def call(*rows, contract=SIGNALS, **options):
        return read_register(write_csv(tmp_path / "proef.csv", rows, **options), contract, TOWN, today=TODAY)

    return call


def lines(result):
    return [str(problem) for problem in result.problems]


class TestForms:
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_every_csv_gives_the_same_row(self, read, delimiter, encoding):
        result = read(SIGNAL, delimiter=delimiter, encoding=encoding)
        assert result.problems == ()
        row = result.frame.loc["S1"]
        assert row["observed_on"] == pd.Timestamp(2026, 9, 1)
        assert row["adresseerbaar_object_identificatie"] == object_id(1)
        assert row["note"] == "acht matrassen, geëtaleerd"
        assert row["address"] == "Dorpsstraat 12, 1234AB Voorbeeld"

    def test_a_workbook_gives_the_same_row_with_real_dates_and_numbers(self, read, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(list(LOCATION))
        cells = LOCATION | {"capaciteit": 24, "snf_keurmerk": False, "bron_datum": dt.datetime(2026, 5, 1)}  # noqa: DTZ001 - a spreadsheet's day
        book.active.append(list(cells.values()))
        book.save(tmp_path / "proef.xlsx")
        result = read_register(tmp_path / "proef.xlsx", LOCATIONS, TOWN, today=TODAY)
        assert result.problems == ()
        assert_geodataframe_equal(result.frame, read(LOCATION, contract=LOCATIONS).frame)
        assert result.frame.loc["L1", "permit"] == "verleend"

    @pytest.mark.parametrize(("name", "driver", "epsg"), [("a.geojson", "GeoJSON", 4326), ("a.gpkg", "GPKG", 28992)])
    def test_a_layer_gives_the_same_row_and_the_place_of_the_bag(self, read, tmp_path, name, driver, epsg):
        drawn = gpd.GeoDataFrame([SIGNAL], geometry=[Point(150_130, 450_010)], crs=28992).to_crs(epsg)
        drawn.to_file(tmp_path / name, driver=driver, layer="signalen")
        result = read_register(tmp_path / name, SIGNALS, TOWN, today=TODAY)
        assert result.problems == ()
        assert_geodataframe_equal(result.frame, read(SIGNAL).frame)
        assert result.frame.geometry.iloc[0] == Point(150_100, 450_000)

    def test_of_several_layers_the_one_with_the_name_of_the_register_is_read(self, tmp_path):
        for layer in ("iets", "signals"):
            drawn = gpd.GeoDataFrame([SIGNAL | {"signaal_id": layer}], geometry=[Point(150_100, 450_000)], crs=28992)
            drawn.to_file(tmp_path / "a.gpkg", driver="GPKG", layer=layer)
        assert read_register(tmp_path / "a.gpkg", SIGNALS, TOWN, today=TODAY).frame.index.tolist() == ["signals"]

    def test_ids_that_became_numbers_in_a_geojson_are_read(self, tmp_path):
        town = TOWN.set_axis("0355" + TOWN.index.str[4:]).rename_axis(TOWN.index.name)
        rows = [
            SIGNAL | {"nummeraanduiding": int(town.index[0])},
            SIGNAL | {"signaal_id": "S2", "nummeraanduiding": None},
        ]
        drawn = gpd.GeoDataFrame(rows, geometry=[Point(5.4, 52.0), None], crs=4326)
        drawn.to_file(tmp_path / "a.geojson", driver="GeoJSON")
        result = read_register(tmp_path / "a.geojson", SIGNALS, town, today=TODAY)
        assert result.frame.index.tolist() == ["S1"]
        assert result.frame.loc["S1", "link_method"] == "id"

    def test_our_own_register_file_can_be_read_again(self, tmp_path, read):
        first = read(LOCATION, contract=LOCATIONS).frame
        plain = first.assign(**{name: first[name].dt.strftime("%Y-%m-%d") for name in first.select_dtypes("datetime")})
        plain.reset_index().to_crs(4326).to_file(tmp_path / "locations.geojson", driver="GeoJSON")
        again = read_register(tmp_path / "locations.geojson", LOCATIONS, TOWN, today=TODAY)
        assert_geodataframe_equal(again.frame.assign(link_method="key"), first)
        assert {problem.place.column for problem in again.problems} == {"link_method", "gemeentecode", "buurtcode"}

    def test_a_zip_and_an_empty_table_are_no_register(self, tmp_path):
        import zipfile

        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr("a.csv", "x")
        with pytest.raises(InputError, match="pak het zip-bestand uit"):
            read_register(tmp_path / "a.zip", SIGNALS, TOWN, today=TODAY)
        with pytest.raises(InputError, match="geen rijen"):
            read_register(write_csv(tmp_path / "a.csv", [dict.fromkeys(SIGNAL, "")]), SIGNALS, TOWN, today=TODAY)


class TestLinkedRows:
    def test_what_the_bag_knows_is_filled_from_the_bag(self, read):
        row = read(LOCATION, contract=LOCATIONS).frame.loc["L1"]
        assert row[["identificatie", "adresseerbaar_object_identificatie"]].tolist() == [name_id(1), object_id(2)]
        assert row[["gemeentecode", "buurtcode", "link_method"]].tolist() == ["GM9001", "BU90010001", "key"]
        assert row["address"] == "Dorpsstraat 12a, 1234AB Voorbeeld"
        assert row.geometry == Point(150_200, 450_000)

    def test_a_row_that_waits_for_a_human_keeps_what_it_says_itself(self, read):
        result = read(LOCATION | {"adres": "Dorpsstraat 22, 1234AB Voorbeeld"}, contract=LOCATIONS)
        row = result.frame.loc["L1"]
        assert row[["address", "link_method"]].tolist() == ["Dorpsstraat 22, 1234AB Voorbeeld", "candidates"]
        assert row[["adresseerbaar_object_identificatie", "gemeentecode", "buurtcode"]].isna().all()
        assert row.geometry is None
        assert lines(result) == [
            "bestand proef.csv, rij 2, kolom adres: dit adres is niet in gebruik; klopt het toch, geef dan de "
            "nummeraanduiding met bevestigd = ja; mogelijk: "
            f"Dorpsstraat 22, 1234AB Voorbeeld (buiten gebruik) [{name_id(9)}]"
        ]
        assert result.problems[0].row_id == "L1"

    def test_ways_of_linking_are_counted(self, read):
        places = (
            {"nummeraanduiding": name_id(0)},
            {"adres": "Dorpsstraat 12a, 1234AB"},
            {"postcode": "1237AB", "huisnummer": "4"},
        )
        rows = [SIGNAL | {"signaal_id": str(n), "nummeraanduiding": ""} | place for n, place in enumerate(places)]
        rows.append(SIGNAL | {"signaal_id": "4", "nummeraanduiding": "", "adres": "Nergens 1, 9999ZZ"})
        assert read(*rows).link_counts == {"id": 1, "key": 1, "candidates": 1, "none": 1}
        assert read(SIGNAL).link_counts == {"id": 1, "key": 0, "candidates": 0, "none": 0}

    def test_coordinates_with_a_decimal_comma_give_candidates_and_a_place(self, read):
        plain = {name: cell for name, cell in SIGNAL.items() if name != "nummeraanduiding"}
        result = read(plain | {"x": "150110,0", "y": "450000,0"})
        assert result.frame.loc["S1", "link_method"] == "candidates"
        assert result.frame.loc["S1", "address"] == "punt 150110, 450000 (RD)"
        assert result.frame.geometry.iloc[0] == Point(150_110, 450_000)
        assert "(10 m)" in lines(result)[0]

    def test_degrees_in_columns_are_the_same_point(self, read):
        plain = {name: cell for name, cell in SIGNAL.items() if name != "nummeraanduiding"}
        point = gpd.GeoSeries([Point(150_110, 450_000)], crs=28992).to_crs(4326).iloc[0]
        result = read(plain | {"lat": str(point.y), "lon": str(point.x)})
        assert result.frame.geometry.iloc[0].distance(Point(150_110, 450_000)) < 0.01

    @pytest.mark.parametrize(
        "shape", [LineString([(150_100, 450_000), (150_200, 450_000)]), MultiPoint([(1e5, 4e5), (2e5, 5e5)])]
    )
    def test_only_a_single_point_is_a_place(self, tmp_path, shape):
        plain = {name: cell for name, cell in SIGNAL.items() if name != "nummeraanduiding"}
        gpd.GeoDataFrame([plain], geometry=[shape], crs=28992).to_file(tmp_path / "a.gpkg", driver="GPKG")
        result = read_register(tmp_path / "a.gpkg", SIGNALS, TOWN, today=TODAY)
        assert result.frame.empty
        assert "geen punt in Nederland" in lines(result)[0]

    def test_a_multipoint_of_one_point_is_a_point(self, tmp_path):
        plain = {name: cell for name, cell in SIGNAL.items() if name != "nummeraanduiding"}
        shape = MultiPoint([(150_100, 450_000)])
        gpd.GeoDataFrame([plain], geometry=[shape], crs=28992).to_file(tmp_path / "a.gpkg", driver="GPKG")
        result = read_register(tmp_path / "a.gpkg", SIGNALS, TOWN, today=TODAY)
        assert result.link_counts["candidates"] == 1

    def test_degrees_in_an_rd_file_refuse_the_file(self, tmp_path):
        drawn = gpd.GeoDataFrame([SIGNAL], geometry=[Point(5.3, 52.1)], crs=28992)
        drawn.to_file(tmp_path / "a.gpkg", driver="GPKG")
        with pytest.raises(WrongCrsError):
            read_register(tmp_path / "a.gpkg", SIGNALS, TOWN, today=TODAY)


class TestRowsThatAreNotTaken:
    @pytest.mark.parametrize(
        ("cells", "column", "words"),
        [
            ({"gezien_op": ""}, "gezien_op", "de waarde ontbreekt"),
            ({"gezien_op": "02-11-2026"}, "gezien_op", "na vandaag"),
            ({"gezien_op": "31-09-2026"}, "gezien_op", "geen bestaande datum"),
            ({"vorm": "diefstal"}, "vorm", "niet in de lijst"),
            ({"betrouwbaarheid": "D"}, "betrouwbaarheid", "kies uit: A, B, C"),
            ({"notitie": "a" * 281}, "notitie", "langer dan 280"),
            ({"nummeraanduiding": ""}, None, "niet volledig"),
            ({"nummeraanduiding": "3,55E+14"}, "nummeraanduiding", "Excel"),
            ({"nummeraanduiding": "", "adres": "bij de molen"}, "adres", "geen adres"),
            (
                {"nummeraanduiding": "", "postcode": "1234AB", "huisnummer": "12 t/m 14"},
                "huisnummer",
                "geen huisnummer",
            ),
            ({"signaal_id": "x" * 65}, "signaal_id", "langer dan 64"),
            ({"signaal_id": "VOORBEELD"}, "signaal_id", "voorbeeldrij"),
        ],
    )
    def test_a_row_that_cannot_be_used_is_listed_and_the_rest_is_taken(self, read, cells, column, words):
        result = read(SIGNAL | cells, SIGNAL | {"signaal_id": "S9"})
        assert result.frame.index.tolist() == ["S9"]
        (problem,) = result.problems
        assert (problem.place.file, problem.place.row, problem.taken) == ("proef.csv", 2, False)
        assert problem.place.column == column
        assert words in problem.reason
        assert str(problem).endswith("rij niet overgenomen")

    def test_a_wrong_optional_value_is_not_turned_into_unknown(self, read):
        result = read(LOCATION | {"capaciteit": "veel"}, contract=LOCATIONS)
        assert result.frame.empty
        assert result.problems[0].place.column == "capaciteit"

    def test_every_fault_of_a_row_is_told(self, read):
        result = read(SIGNAL | {"vorm": "x", "brontype": "y", "gezien_op": "z"})
        assert {problem.place.column for problem in result.problems} == {"vorm", "brontype", "gezien_op"}

    def test_no_problem_repeats_a_cell(self, read):
        somebody = "Jan Jansen uit de Kerkstraat"
        rows = [SIGNAL | {name: somebody} for name in SIGNAL if name not in {"signaal_id", "bron", "notitie"}]
        rows.append(SIGNAL | {"nummeraanduiding": "", "adres": somebody})
        result = read(*rows)
        assert len(result.problems) >= len(rows)
        assert "Jansen" not in "".join(lines(result))
        assert "Jansen" not in result.frame.to_csv()

    def test_a_fault_in_an_address_does_not_cost_a_row_that_has_an_id(self, read):
        result = read(SIGNAL | {"postcode": "12345", "huisnummer": "12"})
        assert result.frame.loc["S1", "link_method"] == "id"
        assert result.problems[0].taken
        assert "postcode" in result.problems[0].reason

    def test_row_numbers_are_those_of_the_spreadsheet(self, tmp_path):
        path = write_csv(
            tmp_path / "a.csv", [SIGNAL, dict.fromkeys(SIGNAL, ""), SIGNAL | {"signaal_id": "S2", "vorm": "x"}]
        )
        result = read_register(path, SIGNALS, TOWN, today=TODAY)
        assert [problem.place.row for problem in result.problems] == [4]

    def test_an_unknown_column_is_listed_and_ignored(self, read):
        result = read(SIGNAL | {"kleur": "rood"})
        assert lines(result) == ["bestand proef.csv, kolom kleur: deze kolom is onbekend en is niet overgenomen"]
        assert result.frame.index.tolist() == ["S1"]


class TestIds:
    def test_an_id_is_made_of_the_content_and_stays_the_same(self, read):
        plain = {name: cell for name, cell in SIGNAL.items() if name != "signaal_id"}
        first = read(plain).frame.index
        assert first[0].startswith("S-")
        assert read(plain | {"gezien_op": "2026-09-01", "vorm": "Arbeidsuitbuiting"}).frame.index.equals(first)
        assert not read(plain | {"betrouwbaarheid": "B"}).frame.index.equals(first)

    def test_a_row_keeps_its_id_when_a_human_adds_the_id_of_the_address(self, read):
        plain = {"postcode": "1237AB", "huisnummer": "4"} | SIGNAL | {"signaal_id": "", "nummeraanduiding": ""}
        waiting, linked = read(plain).frame, read(plain | {"nummeraanduiding": name_id(18)}).frame
        assert waiting.index.equals(linked.index)
        assert [*waiting["link_method"], *linked["link_method"]] == ["candidates", "id"]

    def test_a_location_without_id_is_named_by_its_kind_and_place(self, read):
        plain = LOCATION | {"locatie_id": ""}
        first = read(plain, contract=LOCATIONS).frame.index
        assert read(plain | {"capaciteit": "30", "bron_datum": "2026-06-01"}, contract=LOCATIONS).frame.index.equals(
            first
        )
        assert not read(plain | {"soort": "horeca"}, contract=LOCATIONS).frame.index.equals(first)

    def test_equal_rows_are_taken_once_and_different_rows_with_one_id_never(self, read):
        result = read(SIGNAL, SIGNAL, SIGNAL | {"signaal_id": "S2"}, SIGNAL | {"signaal_id": "S2", "vorm": "orgaan"})
        assert result.frame.index.tolist() == ["S1"]
        assert [(problem.place.row, problem.reason) for problem in result.problems] == [
            (3, "deze rij is gelijk aan rij 2"),
            (4, "dezelfde sleutel als rij 5, met een andere inhoud"),
            (5, "dezelfde sleutel als rij 4, met een andere inhoud"),
        ]

    def test_every_row_of_a_double_key_names_one_that_is_different(self, read):
        other = SIGNAL | {"vorm": "orgaan"}
        reasons = [problem.reason for problem in read(SIGNAL, SIGNAL, other, SIGNAL).problems]
        assert [reason.split(",")[0].rpartition(" ")[2] for reason in reasons] == ["4", "4", "2", "4"]

    def test_two_rows_without_a_key_at_one_place_name_each_other(self, read):
        plain = LOCATION | {"locatie_id": ""}
        reasons = [problem.reason for problem in read(plain, plain | {"capaciteit": "9"}, contract=LOCATIONS).problems]
        assert reasons == [f"hoort bij dezelfde plaats als rij {row}; geef beide een sleutel" for row in (3, 2)]


class TestRowsThatAreRefused:
    def test_an_anonymous_signal_that_is_more_than_weak_is_listed(self, read):
        anonymous = [SIGNAL | {"signaal_id": code, "brontype": "anoniem", "betrouwbaarheid": code} for code in "ABC"]
        result = read(*anonymous)
        assert result.frame.index.tolist() == ["C"]
        assert [(problem.place.row, problem.place.column, problem.reason) for problem in result.problems] == [
            (row, "betrouwbaarheid", "een anonieme melding heeft hoogstens betrouwbaarheid C") for row in (2, 3)
        ]


class TestFilesThatAreRefused:
    def test_a_note_that_accuses(self, read):
        with pytest.raises(ForbiddenColumnError, match="niet wat iemand is") as caught:
            read(SIGNAL | {"notitie": "een pooier voor de deur"})
        assert caught.value.place.column == "notitie"

    def test_a_column_about_persons(self, read):
        with pytest.raises(ForbiddenColumnError) as caught:
            read(SIGNAL | {"achternaam": "Jansen"})
        assert caught.value.place.column == "achternaam"
        assert "Jansen" not in str(caught.value)

    @pytest.mark.parametrize("column", ["notitie", "kleur", "adres"])
    @pytest.mark.parametrize("text", ["bel 06-12345678", "mail jan@voorbeeld.nl", "NL91ABNA0417164300"])
    def test_a_value_about_persons_in_any_column(self, read, column, text):
        with pytest.raises(ForbiddenColumnError) as caught:
            read(SIGNAL, SIGNAL | {"signaal_id": "S2", column: text})
        assert (caught.value.place.column, caught.value.place.row) == (column, 3)
        assert text not in str(caught.value)

    def test_a_note_with_a_bsn_even_in_a_row_that_would_not_be_taken(self, read):
        with pytest.raises(ForbiddenColumnError) as caught:
            read(SIGNAL | {"vorm": "x", "notitie": "bsn 111222333"})
        assert (caught.value.place.column, caught.value.place.row) == ("notitie", 2)

    @pytest.mark.parametrize("header", ["gezien_op", "vorm", "categorie", "brontype", "betrouwbaarheid", "bron"])
    def test_a_file_without_a_required_column(self, read, header):
        with pytest.raises(MissingColumnError) as caught:
            read({name: cell for name, cell in SIGNAL.items() if name != header})
        assert caught.value.place.column == header

    def test_a_file_that_says_nowhere_where_a_row_lies(self, read):
        with pytest.raises(MissingColumnError, match="waar een rij ligt"):
            read({name: cell for name, cell in SIGNAL.items() if name != "nummeraanduiding"} | {"bevestigd": "ja"})


class TestContracts:
    def test_every_register_can_be_read_without_any_usable_row(self, tmp_path):
        for contract in REGISTERS.values():
            header = [column.name for column in contract.columns]
            path = write_csv(tmp_path / "a.csv", [dict.fromkeys(header, "x")])
            result = read_register(path, contract, TOWN, today=TODAY)
            check_frame(result.frame, contract)
            assert result.frame.empty
            assert result.problems

    def test_a_visit_with_its_checklist(self, read):
        visit = {
            "controle_id": "C1",
            "adresseerbaar_object": object_id(13),
            "bezocht_op": "15-6-2026",
            "resultaat": "ernstige bevinding",
            "vorm": "arbeidsuitbuiting",
            "reden": "aselecte controle",
            "vraag_1": "gezien",
            "check_02": "niet beoordeeld",
            "bron": "gemeente",
        }
        row = read(visit, contract=INSPECTIONS).frame.loc["C1"]
        assert row[["result", "form", "visit_reason", "check_01", "check_02"]].tolist() == [
            "ernstige_bevinding",
            "arbeid",
            "steekproef",
            "gezien",
            "niet_beoordeeld",
        ]
        assert pd.isna(row["check_03"])
