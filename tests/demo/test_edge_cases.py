"""Every trap of the BAG that the readers must survive is in the addresses; one test per trap."""

from __future__ import annotations

import shapely

from risk_map.demo.tables import read_table
from risk_map.domain.bag import is_active

KEY = ["openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats_naam"]


def rows(region, name):
    found = region.addresses.loc[region.edge_cases[name]]
    assert len(found)
    return found


def test_nevenadres_is_a_second_address_of_an_object_with_a_main_address(region):
    extra = rows(region, "nevenadres")
    assert (extra["adrestype"] == "nevenadres").all()
    main = region.addresses[region.addresses["adrestype"] == "hoofdadres"]
    owners = main.set_index("adresseerbaar_object_identificatie").loc[extra["adresseerbaar_object_identificatie"]]
    assert (owners["openbare_ruimte_naam"].to_numpy() != extra["openbare_ruimte_naam"].to_numpy()).all()
    assert len(region.addresses) - len(main) == len(extra)


def test_some_objects_stand_in_two_panden(region):
    assert rows(region, "meer_panden")["pand_identificatie"].str.count(",").eq(1).all()
    share = region.addresses["pand_identificatie"].str.contains(",", na=False).mean()
    assert 0.005 < share < 0.02  # measured in Weesp: 1.4%


def test_objects_have_two_three_and_four_uses(region):
    for count, name in ((1, "twee_gebruiksdoelen"), (2, "drie_gebruiksdoelen"), (3, "vier_gebruiksdoelen")):
        assert rows(region, name)["gebruiksdoel"].str.count(",").eq(count).all()


def test_some_active_addresses_have_no_postcode(region):
    bare = rows(region, "geen_postcode")
    assert bare["postcode"].isna().all()
    assert is_active(bare).all()
    assert 0.004 < len(bare) / len(region.addresses) < 0.015  # measured in Weesp: 0.9%


def test_a_planned_object_has_the_full_address_of_one_in_use(region):
    planned = rows(region, "dubbele_sleutel")
    assert (planned["adresseerbaar_object_status"] == "Verblijfsobject gevormd").all()
    in_use = region.addresses[is_active(region.addresses)]
    twins = planned.reset_index().merge(in_use.reset_index(), on=KEY, suffixes=("", "_used"))
    assert len(twins) == len(planned) == 7
    assert (twins["adresseerbaar_object_identificatie"] != twins["adresseerbaar_object_identificatie_used"]).all()


def test_some_ids_begin_with_the_digits_of_another_municipality(region):
    foreign = rows(region, "vreemd_voorvoegsel")
    known = set(read_table("gemeenten")["code"].str.slice(2))
    assert (foreign.index.str.slice(0, 4) != foreign["gemeentecode"].str.slice(2)).all()
    assert set(foreign.index.str.slice(0, 4)) <= known
    assert (foreign["buurtcode"].str.slice(2, 6) == foreign["gemeentecode"].str.slice(2)).all()


def test_house_letters_occur_in_both_cases(region):
    assert rows(region, "kleine_letter")["huisletter"].eq("a").all()
    assert rows(region, "hoofdletter")["huisletter"].eq("B").all()


def test_additions_that_programs_misread_are_there(region):
    assert set(rows(region, "toevoeging")["toevoeging"]) == {"02", "1E5", "NA"}


def test_ligplaatsen_and_standplaatsen_have_no_use_area_or_pand(region):
    for name, kind, digits in (("ligplaats", "Ligplaats", "02"), ("standplaats", "Standplaats", "03")):
        found = rows(region, name)
        assert (found["adresseerbaar_object_type"] == kind).all()
        assert (found["adresseerbaar_object_identificatie"].str.slice(4, 6) == digits).all()
        assert (
            found[["gebruiksdoel", "oppervlakte", "pand_identificatie", "oorspronkelijk_bouwjaar"]]
            .isna()
            .all(axis=None)
        )
        assert is_active(found).all()


def test_boats_lie_on_the_river(region):
    river = region.land_use.geometry[region.land_use["class"] == "water"].union_all()
    assert (rows(region, "ligplaats").geometry.distance(river) < 1).all()


def test_withdrawn_planned_and_empty_objects_are_not_active(region):
    withdrawn = rows(region, "ingetrokken")
    assert (withdrawn["status"] == "Naamgeving ingetrokken").all()
    for name in ("ingetrokken", "gevormd", "buiten_gebruik"):
        assert not is_active(rows(region, name)).any()


def test_an_unknown_year_is_9999(region):
    assert rows(region, "bouwjaar_onbekend")["oorspronkelijk_bouwjaar"].eq(9999).all()


def test_some_points_lie_on_the_border_of_their_buurt(region):
    found = rows(region, "op_buurtgrens")
    borders = region.areas.loc[found["buurtcode"]].boundary
    assert (borders.distance(found.geometry.set_axis(borders.index), align=False) == 0).all()


def test_some_points_lie_just_outside_the_region_and_have_no_buurt(region):
    found = rows(region, "net_buiten_gemeente")
    whole = region.areas.geometry[region.areas["niveau"] == "gemeente"].union_all()
    away = shapely.distance(whole, found.geometry.to_numpy())
    assert ((away > 1) & (away < 5)).all()
    assert found["buurtcode"].isna().all()
    assert found["gemeentecode"].notna().all()
    assert region.addresses["buurtcode"].isna().sum() == len(found)
