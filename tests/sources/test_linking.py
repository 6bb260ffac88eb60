"""A row is linked only when everything that it says points to one object in use; else a human gets candidates."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from risk_map.domain.bag import is_active
from risk_map.sources.address_book import make_book
from risk_map.sources.candidates import MOST_CANDIDATES
from risk_map.sources.headers import PLACE_HEADERS
from risk_map.sources.linking import link
from risk_map.sources.register_places import read_places
from tests.sources.register_town import CLOSED, IN_USE, ISSUED, PLANNED, make_town, name_id, object_id

TOWN = make_town()
BOOK = make_book(TOWN)
TOWN_ROW = ("Aweg", 1, None, None, "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres")
ID, OBJECT = "identificatie", "adresseerbaar_object_identificatie"


def links_of(rows, book=BOOK):
    table = pd.DataFrame(rows).reindex(columns=list(PLACE_HEADERS)).astype("str")
    places = read_places(table, None)
    return link(places.parts, places.ids, book)


def linked(book=BOOK, **cells):
    """Give method, object, reason and the objects of the candidates of one row."""
    links = links_of([cells], book)
    row = links.rows.iloc[0]
    objects = book.entries["object"]
    found = None if pd.isna(row["entry"]) else int(objects[row["entry"]][-3:])
    reason = None if pd.isna(row["reason"]) else row["reason"]
    return row["method"], found, reason, [int(objects[entry][-3:]) for entry in links.candidates["entry"]]


class TestById:
    def test_a_name_links_to_its_object(self):
        assert linked(identificatie=name_id(0)) == ("id", 1, None, [])

    def test_an_object_links_to_its_main_address(self):
        links = links_of([{OBJECT: object_id(13)}])
        assert links.rows["method"].tolist() == ["id"]
        assert BOOK.entries.loc[links.rows["entry"].iloc[0], "street"] == "Kadeweg"

    def test_an_extra_name_links_to_the_same_object_and_stays_the_address_of_the_row(self):
        links = links_of([{ID: name_id(13)}])
        entry = BOOK.entries.loc[links.rows["entry"].iloc[0]]
        assert (entry["object"], entry["street"]) == (object_id(13), "Achterom")

    def test_the_two_kinds_of_id_may_stand_in_each_others_column(self):
        assert linked(**{ID: object_id(2)})[:2] == ("id", 2)
        assert linked(**{OBJECT: name_id(1)})[:2] == ("id", 2)

    def test_both_ids_must_name_one_object(self):
        assert linked(**{ID: name_id(0), OBJECT: object_id(1)})[:2] == ("id", 1)
        assert linked(**{ID: name_id(0), OBJECT: object_id(2)}) == ("candidates", None, "two_ids", [1, 2])

    def test_a_lost_zero_is_put_back_only_when_the_bag_knows_the_id_then(self):
        assert linked(identificatie=name_id(0)[1:])[:2] == ("id", 1)
        assert linked(identificatie="999200000000000") == ("none", None, "padded_id", [])

    def test_an_id_that_the_bag_does_not_know_is_not_replaced_by_the_address(self):
        method, found, reason, candidates = linked(identificatie="9999200000000001", address="Dorpsstraat 12, 1234AB")
        assert (method, found, reason, candidates) == ("candidates", None, "unknown_id", [1])
        assert linked(identificatie="9999200000000001") == ("none", None, "unknown_id", [])

    def test_an_id_and_an_address_that_differ_are_for_a_human(self):
        assert linked(identificatie=name_id(0), address="Dorpsstraat 12a, 1234AB") == (
            "candidates",
            None,
            "disagree",
            [1, 2],
        )
        assert linked(identificatie=name_id(0), address="Dorpsstraat 99, 1234AB")[2] == "disagree"
        assert linked(identificatie=name_id(0), address="Dorpsstraat 12, 1234AB Voorbeeld")[:2] == ("id", 1)

    def test_an_id_settles_an_address_of_two_objects(self):
        assert linked(identificatie=name_id(7), address="Dorpsstraat 20, 1234AB Voorbeeld")[:2] == ("id", 8)

    def test_a_planned_or_closed_object_is_for_a_human_who_may_vouch_for_it(self):
        assert linked(identificatie=name_id(8)) == ("candidates", None, "not_in_use", [8, 9])
        assert linked(identificatie=name_id(9)) == ("candidates", None, "not_in_use", [10])
        assert linked(identificatie=name_id(9), confirmed="ja") == ("id", 10, None, [])

    def test_a_withdrawn_name_gives_the_other_name_of_its_object_and_nobody_can_vouch_for_it(self):
        assert linked(identificatie=name_id(14)) == ("candidates", None, "withdrawn", [13])
        assert linked(identificatie=name_id(14), confirmed="ja")[2] == "withdrawn"
        assert linked(identificatie=name_id(10)) == ("none", None, "withdrawn", [])

    def test_a_pand_is_no_address_but_names_the_addresses_in_it(self):
        assert linked(identificatie="0001100000000004") == ("candidates", None, "pand_id", [18, 16, 17])

    def test_an_id_that_excel_may_have_rounded_needs_the_address_or_a_human(self):
        rows = [
            (number, "Dorpsstraat", number, None, None, "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres")
            for number in (1, 2)
        ]
        town = make_town(rows)
        town.index = pd.Index(["1960200000123450", "1960200000123451"], name="identificatie")
        book = make_book(town)
        assert linked(book, identificatie="1960200000123450") == ("candidates", None, "doubtful", [1])
        assert linked(book, identificatie="1960200000123450", confirmed="ja")[:2] == ("id", 1)
        assert linked(book, identificatie="1960200000123450", address="Dorpsstraat 1, 1234AB")[:2] == ("id", 1)
        assert linked(book, identificatie="1960200000123450", address="Dorpsstraat 2, 1234AB")[2] == "disagree"


class TestByKey:
    @pytest.mark.parametrize(
        ("cells", "number"),
        [
            ({"postcode": "1234AB", "huisnummer": "12"}, 1),
            ({"postcode": "1234 ab", "huisnummer": "12", "huisletter": "A"}, 2),
            ({"postcode": "1234AB", "huisnummer": "12", "huisletter": "a", "toevoeging": "2"}, 3),
            ({"postcode": "1234AB", "huisnummer": "12", "toevoeging": "BIS"}, 4),
            ({"postcode": "1234AB", "huisnummer": "14", "toevoeging": "02"}, 5),
            ({"postcode": "1234AB", "huisnummer": "14", "toevoeging": "NA"}, 6),
            ({"postcode": "1234AB", "huisnummer": "14", "toevoeging": "1E5"}, 7),
            ({"address": "Plein 1813 5, Voorbeeld"}, 12),
            ({"address": "plein 1813 5, VOORBEELD"}, 12),
            ({"postcode": "1235AC", "huisnummer": "3"}, 13),
            ({"openbare_ruimte_naam": "Kadeweg", "huisnummer": "1", "woonplaats_naam": "Elders"}, 14),
            ({"address": "Dorpsstraat 12a-2, 1234AB Voorbeeld"}, 3),
            ({"postcode": "1236AB", "huisnummer": "7A"}, 15),
            ({"postcode": "1236AB", "huisnummer": "9R11"}, 16),
            ({"postcode": "1237AB", "huisnummer": "4", "openbare_ruimte_naam": "Sint Jozefstraat"}, 17),
        ],
    )
    def test_a_full_key_links(self, cells, number):
        assert linked(**cells) == ("key", number, None, [])

    def test_an_addition_is_never_made_to_fit(self):
        method, found, reason, candidates = linked(postcode="1234AB", huisnummer="14", toevoeging="2")
        assert (method, found, reason) == ("candidates", None, "absent")
        assert candidates == [5, 7, 6]

    def test_a_number_without_its_letter_is_not_the_number_with_a_letter(self):
        assert linked(postcode="1234AB", huisnummer="14") == ("candidates", None, "absent", [5, 7, 6])

    def test_a_letter_in_its_own_cell_is_no_addition(self):
        assert linked(postcode="1236AB", huisnummer="7", huisletter="A") == ("candidates", None, "absent", [15])

    def test_a_key_links_to_the_object_in_use_and_not_to_its_planned_replacement(self):
        method, found, reason, candidates = linked(postcode="1234AB", huisnummer="20")
        assert (method, reason, candidates) == ("key", None, [])
        assert found in {8, 9}

    def test_two_objects_on_one_address_are_both_listed(self):
        assert linked(postcode="1237AB", huisnummer="4") == ("candidates", None, "several", [18, 17])

    def test_a_closed_object_and_a_withdrawn_name_do_not_link(self):
        assert linked(postcode="1234AB", huisnummer="22") == ("candidates", None, "not_in_use", [10])
        assert linked(postcode="1234AB", huisnummer="24") == ("none", None, "withdrawn", [])

    def test_a_street_or_town_that_does_not_go_with_the_postcode_is_for_a_human(self):
        assert linked(address="Kerkweg 12, 1234AB Voorbeeld") == ("candidates", None, "misfit", [1])
        assert linked(address="Dorpsstraat 12, 1234AB Elders") == ("candidates", None, "misfit", [1])

    def test_a_postcode_that_the_bag_lacks_is_for_a_human(self):
        method, found, reason, candidates = linked(address="Plein 1813 5, 1239AB Voorbeeld")
        assert (method, found, reason, candidates) == ("candidates", None, "absent", [12])

    def test_an_incomplete_address_lists_what_it_may_mean_in_every_town(self):
        assert linked(openbare_ruimte_naam="Kadeweg", huisnummer="1") == ("candidates", None, "incomplete", [13, 14])
        assert linked(huisnummer="1") == ("none", None, "incomplete", [])

    def test_a_range_of_numbers_links_to_nothing(self):
        assert linked(address="Dorpsstraat 12 t/m 14, 1234AB Voorbeeld")[1] is None
        assert linked(postcode="1234AB", huisnummer="12-14")[:3] == ("candidates", None, "absent")


class TestByPoint:
    def test_a_point_is_never_linked_and_lists_the_objects_within_50_metres(self):
        assert linked(rd_x="150130", rd_y="450000") == ("candidates", None, "point", [1])
        assert linked(rd_x="150150,0", rd_y="450000,0") == ("candidates", None, "point", [1, 2])
        assert linked(rd_x="150150", rd_y="450051") == ("none", None, "point", [])

    def test_the_distance_is_told_and_the_nearest_comes_first(self):
        links = links_of([{"rd_x": "150150", "rd_y": "450000"}, {"rd_x": "150152", "rd_y": "450000"}])
        assert links.candidates["distance_m"].round(6).tolist() == [50.0, 50.0, 48.0]
        close = make_book(
            make_town([(1, *TOWN_ROW), (2, *TOWN_ROW)]).assign(
                geometry=[Point(150_130, 450_000), Point(150_110, 450_000)]
            )
        )
        links = links_of([{"rd_x": "150100", "rd_y": "450000"}], close)
        assert links.candidates["distance_m"].round(6).tolist() == [10.0, 30.0]

    def test_planned_closed_and_extra_addresses_are_not_offered_for_a_point(self):
        assert linked(rd_x="150950", rd_y="450000") == ("none", None, "point", [])
        assert linked(rd_x="151300", rd_y="450000")[3] == [13]

    def test_an_address_that_is_not_in_the_bag_falls_back_on_its_point(self):
        cells = {"address": "Nieuweweg 1, 1299AB Voorbeeld", "rd_x": "150100", "rd_y": "450001"}
        assert linked(**cells) == ("candidates", None, "absent", [1])


class TestLists:
    def test_at_most_ten_candidates_are_listed_and_the_rest_is_counted(self):
        rows = [
            (number, "Flatweg", 1, None, str(number), "1234AB", "Voorbeeld", IN_USE, ISSUED, "hoofdadres")
            for number in range(1, 26)
        ]
        links = links_of([{"postcode": "1234AB", "huisnummer": "1"}], make_book(make_town(rows)))
        assert len(links.candidates) == MOST_CANDIDATES
        assert links.candidates["total"].unique().tolist() == [25]

    def test_an_object_is_listed_once(self):
        links = links_of([{ID: name_id(14)}])
        assert BOOK.entries.loc[links.candidates["entry"], "street"].tolist() == ["Kadeweg"]

    def test_no_rows_and_no_addresses_give_no_links(self):
        assert links_of([{"postcode": "1234AB", "huisnummer": "12"}], make_book(TOWN.head(0))).rows[
            "method"
        ].tolist() == ["none"]
        assert links_of([{"rd_x": "150100", "rd_y": "450000"}], make_book(TOWN.head(0))).candidates.empty

    def test_the_order_of_the_rows_does_not_matter(self):
        rows = [{"postcode": "1234AB", "huisnummer": str(number)} for number in (12, 20, 14, 22, 99)]
        forth, back = links_of(rows).rows, links_of(rows[::-1]).rows
        assert forth["method"].tolist() == back["method"].tolist()[::-1]
        assert (
            forth["entry"].astype("object").fillna(-1).tolist()
            == back["entry"].astype("object").fillna(-1).tolist()[::-1]
        )


addresses = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(["Aweg", "Beweg"]),
        st.integers(1, 2),
        st.sampled_from([None, "a", "B"]),
        st.sampled_from([None, "1", "B", "b1"]),
        st.sampled_from([None, "1234AB", "1234AC"]),
        st.sampled_from(["Voorbeeld", "Elders"]),
        st.sampled_from([IN_USE, IN_USE, PLANNED, CLOSED, "Verblijfsobject ingetrokken"]),
        st.sampled_from([ISSUED, ISSUED, "Naamgeving ingetrokken"]),
        st.just("hoofdadres"),
    ),
    min_size=1,
    max_size=30,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "openbare_ruimte_naam": st.sampled_from([None, "aweg", "Beweg"]),
            "huisnummer": st.sampled_from(["1", "2"]),
            "huisletter": st.sampled_from([None, "A", "b"]),
            "toevoeging": st.sampled_from([None, "1", "b", "B1"]),
            "postcode": st.sampled_from([None, "1234AB"]),
            "woonplaats_naam": st.sampled_from([None, "Voorbeeld"]),
        }
    ),
    min_size=1,
    max_size=40,
)


def oracle(cells, town):
    """Say by hand which object the full key of a row names, or None."""
    fold = lambda text: (text or "").upper()  # noqa: E731
    if not cells["postcode"] and not (cells["openbare_ruimte_naam"] and cells["woonplaats_naam"]):
        return None
    hits = []
    for _, address in town.iterrows():
        parts = address.where(address.notna(), None)
        same = str(parts["huisnummer"]) == cells["huisnummer"]
        same &= all(fold(parts[name]) == fold(cells[name]) for name in ("huisletter", "toevoeging"))
        said = [name for name in ("postcode", "openbare_ruimte_naam", "woonplaats_naam") if cells[name]]
        same &= all(fold(parts[name]) == fold(cells[name]) for name in said)
        living = parts["status"] == ISSUED and parts["adresseerbaar_object_status"] in {IN_USE, PLANNED, CLOSED}
        if same and living:
            hits.append(parts)
    objects = {hit["adresseerbaar_object_identificatie"] for hit in hits}
    in_use = [hit for hit in hits if hit["adresseerbaar_object_status"] == IN_USE]
    return objects.pop() if len(objects) == 1 and in_use else None


@settings(max_examples=8, deadline=None)
@given(addresses, rows)
def test_full_keys_link_as_a_patient_human_would(town_rows, register_rows):
    town = make_town(town_rows)
    book = make_book(town)
    links = links_of(register_rows, book)
    for cells, entry in zip(register_rows, links.rows["entry"], strict=True):
        found = None if pd.isna(entry) else book.entries.loc[entry, "object"]
        assert found == oracle(cells, town)
    chosen = links.rows["entry"].dropna().astype("int64")
    assert is_active(town.iloc[chosen]).all()
    assert (links.rows["reason"].isna() == links.rows["entry"].notna()).all()
    assert set(links.candidates["row"]) == set(links.rows.index[links.rows["method"] == "candidates"])
