"""Rows made of the real addresses of one town: every link is right, and every clear row is linked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from risk_map.domain.bag import is_active, is_issued
from risk_map.sources.address_book import address_texts, make_book
from risk_map.sources.bag import read_bag
from risk_map.sources.headers import PLACE_HEADERS
from risk_map.sources.linking import link
from risk_map.sources.register_places import read_places

WEESP = Path(__file__).parents[3] / "shared" / "data" / "bag" / "bag_weesp_0457_20211015.gpkg"
PARTS = ["openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats_naam"]
OBJECT = "adresseerbaar_object_identificatie"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def town():
    if not WEESP.exists():
        pytest.skip("the real addresses are not beside the project: ../shared/data is absent")
    return read_bag(WEESP, areas=None, progress=None)


@pytest.fixture(scope="module")
def issued(town):
    return town[is_issued(town)]


def key_of(addresses, parts=PARTS):
    return addresses[parts].astype("str").fillna("").agg("|".join, axis="columns").str.upper()


def only_object_in_use(addresses, keys):
    """Give per address the object in use with its key; missing where there is none, or more than one."""
    active = is_active(addresses)
    objects = addresses.loc[active, OBJECT].groupby(keys[active]).agg(["nunique", "first"])
    return keys.map(objects.loc[objects["nunique"] == 1, "first"])


@pytest.fixture(scope="module")
def keys(issued):
    """Give the keys of the issued addresses with and without their postcode."""
    return key_of(issued), key_of(issued, [part for part in PARTS if part != "postcode"])


@pytest.fixture(scope="module")
def clear(issued, keys):
    """Say which issued addresses are in use and share their full key with no other."""
    return is_active(issued) & ~keys[0].duplicated(keep=False)


@pytest.fixture(scope="module")
def link_rows(town):
    book = make_book(town)

    def call(rows):
        table = rows.reset_index(drop=True).reindex(columns=list(PLACE_HEADERS)).astype("str")
        places = read_places(table, None)
        assert places.faults.empty
        links = link(places.parts, places.ids, book)
        objects = links.rows["entry"].map(book.entries["object"])
        listed = links.candidates.assign(object=links.candidates["entry"].map(book.entries["object"]))
        return links.rows.assign(object=objects).set_axis(rows.index), listed

    return call


def one_cell_house(addresses, separator):
    letter, addition = (addresses[name].fillna("") for name in ("huisletter", "toevoeging"))
    return addresses["huisnummer"].astype("str") + separator + (letter + "-" + addition).str.strip("-")


def written_forms(addresses):
    """Write the same addresses in the ways that registers do."""
    cells = addresses[PARTS].astype("str")
    return {
        "a cell per part": cells,
        "without street and town": cells.drop(columns=["openbare_ruimte_naam", "woonplaats_naam"]).where(
            cells["postcode"].notna(), cells[PARTS[1:4]]
        ),
        "street and town": cells.drop(columns="postcode"),
        "capitals": cells.apply(lambda column: column.str.upper()),
        "small letters": cells.apply(lambda column: column.str.lower()),
        "house in one cell": cells[["postcode", "openbare_ruimte_naam", "woonplaats_naam"]].assign(
            huisnummer=one_cell_house(addresses, " ").str.strip()
        ),
        "house without spaces": cells[["postcode", "openbare_ruimte_naam", "woonplaats_naam"]].assign(
            huisnummer=one_cell_house(addresses, "")
            .where(addresses["huisletter"].notna(), one_cell_house(addresses, "-"))
            .str.strip("-")
        ),
        "one line": pd.DataFrame({"address": address_texts(addresses)}),
    }


@pytest.mark.parametrize("form", list(written_forms(pd.DataFrame(columns=PARTS, dtype="str"))))
def test_every_written_address_links_to_the_one_object_in_use_with_its_key_or_is_listed(issued, keys, link_rows, form):
    rows = written_forms(issued)[form]
    links, listed = link_rows(rows)
    linked = links["object"].notna()
    truth = issued[OBJECT]
    # One planned object has the address of one in use, but no postcode yet.
    full, without_postcode = keys
    full = full.where(issued["postcode"].notna() & (form != "street and town"))
    expected = only_object_in_use(issued, full).where(full.notna(), only_object_in_use(issued, without_postcode))
    complete = issued["postcode"].notna() | (form != "without street and town")
    # Nothing that is clear waits for a human, and nothing that is not clear is linked.
    assert (linked == (expected.notna() & complete)).all()
    assert (links["object"][linked] == expected[linked]).all()
    planned_twins = linked & (expected != truth)
    assert planned_twins.sum() <= 7
    assert not is_active(issued)[planned_twins].any()
    waiting = links[~linked & complete]
    assert (waiting["method"] == "candidates").all()
    position = pd.Series(range(len(rows)), index=rows.index)[waiting.index]
    pairs = set(zip(listed["row"], listed["object"], strict=True))
    assert all(pair in pairs for pair in zip(position, truth[waiting.index], strict=True))


def test_ids_link_whole_or_without_their_leading_zero(issued, link_rows):
    for ids in (issued.index.to_series(), issued.index.to_series().str[1:]):
        links, _ = link_rows(pd.DataFrame({"identificatie": ids}))
        linked = links["object"].notna()
        assert (linked == is_active(issued)).all()
        assert (links["object"][linked] == issued[OBJECT][linked]).all()


def test_an_id_beside_the_address_of_another_object_is_never_linked(issued, clear, link_rows):
    chosen = issued[clear]
    shifted = address_texts(chosen).to_numpy()
    rows = pd.DataFrame({"identificatie": chosen.index, "address": [*shifted[1:], shifted[0]]}, index=chosen.index)
    other = pd.Series([*chosen[OBJECT].iloc[1:], chosen[OBJECT].iloc[0]], index=chosen.index)
    links, _ = link_rows(rows)
    differs = chosen[OBJECT] != other
    assert links["object"][differs].isna().all()
    assert (links["reason"][differs] == "disagree").all()


def test_withdrawn_names_never_link_by_their_id(town, link_rows):
    gone = town[~is_issued(town)]
    links, _ = link_rows(pd.DataFrame({"identificatie": gone.index}, index=gone.index))
    assert links["object"].isna().all()
    assert set(links["reason"]) == {"withdrawn"}


def test_the_known_traps_are_in_these_data(issued, keys, clear):
    assert int(issued["postcode"].isna().sum()) == 107
    key = keys[0]
    assert key[key.duplicated()].nunique() == 7
    assert int((issued["adrestype"] == "nevenadres").sum()) == 4
    assert int((is_active(issued) & ~clear).sum()) == 6
