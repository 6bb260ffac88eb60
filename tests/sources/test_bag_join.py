"""The joins that every form of the BAG shares."""

from __future__ import annotations

import logging

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon

from risk_map.errors import InputError, SourceIncompleteError, WrongCrsError
from risk_map.sources.bag_join import (
    NAME_COLUMNS,
    bag_ids,
    clean_text,
    first_of,
    format_gemeentecodes,
    join_addresses,
    join_ids,
    join_uses,
    points_of,
    to_rd,
    whole_numbers,
)

ISSUED = "Naamgeving uitgegeven"


def names(*ids, street="Lindepad"):
    frame = pd.DataFrame(index=pd.Index(ids, name="identificatie"), columns=list(NAME_COLUMNS), dtype="object")
    return frame.assign(status=ISSUED, openbare_ruimte_naam=street, woonplaats_naam="Voorbeeld", huisnummer=1)


def objects(**statuses):
    frame = {"adresseerbaar_object_status": pd.Series(statuses, dtype="str")}
    shapes = gpd.GeoSeries([Point(0, number) for number in range(len(statuses))], index=list(statuses), crs=28992)
    return gpd.GeoDataFrame(frame, geometry=shapes)


def relations(*triples):
    return pd.DataFrame(triples, columns=["identificatie", "adresseerbaar_object_identificatie", "adrestype"])


class TestJoin:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Verblijfsobject in gebruik", "Verblijfsobject gevormd"),
            ("Verbouwing verblijfsobject", "Verblijfsobject buiten gebruik"),
            ("Plaats aangewezen", "Plaats ingetrokken"),
            ("Verblijfsobject gevormd", "Verblijfsobject ingetrokken"),
        ],
    )
    def test_a_name_of_two_objects_goes_to_the_one_that_is_most_alive(self, first, second):
        for alive, other in (("a", "b"), ("b", "a")):
            found = join_addresses(
                names("n"),
                relations(("n", "a", "hoofdadres"), ("n", "b", "hoofdadres")),
                objects(**{alive: first, other: second}),
                "x",
            )
            assert found.loc["n", "adresseerbaar_object_identificatie"] == alive

    def test_between_equals_the_main_address_then_the_newest_object(self):
        same = objects(a="Verblijfsobject in gebruik", b="Verblijfsobject in gebruik")
        secondary = relations(("n", "a", "hoofdadres"), ("n", "b", "nevenadres"))
        assert join_addresses(names("n"), secondary, same, "x")["adresseerbaar_object_identificatie"].tolist() == ["a"]
        both = relations(("n", "a", "hoofdadres"), ("n", "b", "hoofdadres"))
        assert join_addresses(names("n"), both, same, "x")["adresseerbaar_object_identificatie"].tolist() == ["b"]

    def test_the_order_of_the_relations_does_not_matter(self):
        same = objects(a="Verblijfsobject gevormd", b="Verblijfsobject in gebruik")
        pair = relations(("n", "a", "hoofdadres"), ("n", "b", "hoofdadres"))
        forward, backward = (join_addresses(names("n"), each, same, "x") for each in (pair, pair.iloc[::-1]))
        pd.testing.assert_frame_equal(pd.DataFrame(forward), pd.DataFrame(backward))

    def test_one_lost_piece_of_many_is_logged_and_left_out(self, caplog):
        ids = [f"n{number:03d}" for number in range(200)]
        links = relations(*((each, "a", "hoofdadres") for each in ids[:-1]))
        with caplog.at_level(logging.WARNING):
            found = join_addresses(names(*ids), links, objects(a="Verblijfsobject in gebruik"), "x")
        assert found.index.tolist() == ids[:-1]
        assert "1 uitgegeven adressen" in caplog.text

    @pytest.mark.parametrize("missing", ["object", "street", "town"])
    def test_more_lost_pieces_are_an_incomplete_delivery(self, missing):
        table = names("n1", "n2")
        links = relations(("n1", "a", "hoofdadres"), ("n2", "a", "hoofdadres"))
        if missing == "object":
            links = links.assign(adresseerbaar_object_identificatie=["a", "gone"])
        else:
            column = {"street": "openbare_ruimte_naam", "town": "woonplaats_naam"}[missing]
            table.loc["n2", column] = None
        with pytest.raises(SourceIncompleteError, match="1 van de 2 uitgegeven"):
            join_addresses(table, links, objects(a="Verblijfsobject in gebruik"), "x")

    def test_a_withdrawn_name_may_have_lost_its_object(self):
        table = names("n1", "n2")
        table.loc["n2", "status"] = "Naamgeving ingetrokken"
        found = join_addresses(
            table, relations(("n1", "a", "hoofdadres")), objects(a="Verblijfsobject in gebruik"), "x"
        )
        assert found.index.tolist() == ["n1"]


use = st.sampled_from(["woonfunctie", "logiesfunctie", "overige gebruiksfunctie", "winkelfunctie"])


class TestLists:
    @given(st.lists(st.lists(use, unique=True, max_size=4), min_size=1, max_size=8))
    def test_lists_and_text_give_the_same_uses(self, rows):
        lists = pd.Series([np.array(row, dtype=object) if row else None for row in rows], dtype="object")
        text = pd.Series([",".join(row) or None for row in rows], dtype="str")
        expected = [",".join(sorted(row)) or None for row in rows]
        for series in (lists, text):
            found = join_uses(series)
            assert found.astype(object).where(found.notna(), None).tolist() == expected

    @given(st.lists(st.lists(st.integers(0, 99), max_size=4), min_size=1, max_size=8))
    def test_identifications_keep_the_order_of_the_register(self, rows):
        ids = [[f"{each:016d}" for each in row] for row in rows]
        series = pd.Series([[f"NL.IMBAG.Pand.{each}" for each in row] for row in ids], dtype="object")
        found = join_ids(series)
        assert found.astype(object).where(found.notna(), None).tolist() == [",".join(row) or None for row in ids]
        assert first_of(found).dropna().tolist() == [row[0] for row in ids if row]

    def test_all_missing_is_missing(self):
        assert join_uses(pd.Series([None, None], dtype="object")).isna().all()
        assert join_ids(pd.Series([None, ""], dtype="str")).isna().all()


class TestValues:
    def test_text_is_kept_as_written_and_empty_text_is_missing(self):
        found = clean_text(pd.Series(["NA", "1E5", "02", " a", "", None]))
        assert found.iloc[:4].tolist() == ["NA", "1E5", "02", " a"]
        assert found.iloc[4:].isna().all()

    def test_identifications_lose_their_domain_and_keep_their_zeros(self):
        found = bag_ids(pd.Series(["NL.IMBAG.Pand.0355100000000001", "0355100000000001", None, ""]))
        assert found.iloc[:2].tolist() == ["0355100000000001"] * 2
        assert found.iloc[2:].isna().all()

    @pytest.mark.parametrize("values", [["12", "7"], [12, 7], [12.0, 7.0]])
    def test_house_numbers_become_whole_numbers(self, values):
        assert whole_numbers(pd.Series(values), "x").tolist() == [12, 7]

    @pytest.mark.parametrize("value", ["12a", "1.5", "x"])
    def test_what_is_no_whole_number_is_refused_with_its_column(self, value):
        with pytest.raises(InputError) as caught:
            whole_numbers(pd.Series([value], name="huisnummer"), "bestand.gpkg")
        assert caught.value.place.column == "huisnummer"
        assert caught.value.place.file == "bestand.gpkg"

    def test_municipality_codes_become_those_of_cbs(self):
        found = format_gemeentecodes(pd.Series(["0355", "GM0355", "355", None]), "x")
        assert found.iloc[:3].tolist() == ["GM0355"] * 3
        assert found.isna().tolist() == [False, False, False, True]

    def test_a_frame_without_crs_is_refused(self):
        with pytest.raises(WrongCrsError):
            to_rd(gpd.GeoDataFrame(geometry=[Point(0, 0)]), "x")

    def test_a_point_of_a_polygon_lies_inside_and_is_flat(self):
        bent = Polygon([(0, 0, 1), (40, 0, 1), (40, 40, 1), (38, 40, 1), (38, 2, 1), (0, 2, 1)])
        found = points_of(gpd.GeoSeries([bent, Point(1, 2, 3)], crs=28992))
        assert bent.intersects(found[0])
        assert not found.has_z.any()
        assert found[1] == Point(1, 2)
