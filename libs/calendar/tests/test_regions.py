"""The regions of the decree: all of them, once, each in its zone."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from netral_calendar import NATIONAL, RegionKind, Zone, province_of, scopes_of, with_own_government
from netral_calendar.loader import data_directory, load_regions

REGIONS = load_regions(data_directory())
TODAY = date(2026, 1, 1)


def test_there_are_38_provinces_416_regencies_and_98_cities() -> None:
    assert Counter(region.kind for region in REGIONS.values()) == {
        RegionKind.PROVINSI: 38,
        RegionKind.KABUPATEN: 416,
        RegionKind.KOTA: 98,
    }


def test_546_local_governments_have_an_appointing_authority() -> None:
    assert len(with_own_government(REGIONS.values(), TODAY)) == 546


def test_jakartas_administrative_regions_have_none() -> None:
    without = [code for code, region in REGIONS.items() if not region.own_government]
    assert without == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("51", "Bali"), ("51.01", "Kabupaten Jembrana"), ("51.02", "Kabupaten Tabanan")),
        *(("51.03", "Kabupaten Badung"), ("51.04", "Kabupaten Gianyar"), ("51.05", "Kabupaten Klungkung")),
        *(("51.06", "Kabupaten Bangli"), ("51.07", "Kabupaten Karangasem"), ("51.08", "Kabupaten Buleleng")),
        *(("51.71", "Kota Denpasar"), ("18", "Lampung"), ("18.71", "Kota Bandar Lampung"), ("18.72", "Kota Metro")),
        *(("19", "Kepulauan Bangka Belitung"), ("19.01", "Kabupaten Bangka"), ("19.02", "Kabupaten Belitung")),
        *(("19.03", "Kabupaten Bangka Selatan"), ("19.04", "Kabupaten Bangka Tengah")),
        *(("19.05", "Kabupaten Bangka Barat"), ("19.06", "Kabupaten Belitung Timur")),
        *(("19.71", "Kota Pangkal Pinang"), ("96", "Papua Barat Daya")),
    ],
)
def test_the_codes_that_the_domain_names_are_there(code: str, name: str) -> None:
    assert REGIONS[code].name_id == name


def test_bali_lampung_and_babel_are_complete() -> None:
    sizes = Counter(province_of(code) for code, region in REGIONS.items() if region.kind is not RegionKind.PROVINSI)
    assert (sizes["51"], sizes["18"], sizes["19"]) == (9, 15, 7)
    assert {f"18.{number:02}" for number in range(1, 14)} <= REGIONS.keys()


def test_a_code_shows_its_kind_and_its_province() -> None:
    for code, region in REGIONS.items():
        if region.kind is RegionKind.PROVINSI:
            assert re.fullmatch(r"\d\d", code), code
        else:
            assert re.fullmatch(r"\d\d\.\d\d", code), code
            assert (int(code[3:]) > 70) == (region.kind is RegionKind.KOTA), code
            assert province_of(code) in REGIONS, code


def test_no_name_stands_for_two_regions_of_one_kind() -> None:
    names = Counter((region.kind, region.name_id) for region in REGIONS.values())
    assert [name for name, times in names.items() if times > 1] == []


def test_names_are_written_out_and_clean() -> None:
    for region in REGIONS.values():
        assert re.fullmatch(r"[A-Z][a-z]+([ -][A-Za-z]+)*", region.name_id), region.name_id
        if region.kind is not RegionKind.PROVINSI:
            assert region.name_id.startswith(f"{region.kind.title()} ")


def test_codes_stand_in_order_so_that_a_change_is_easy_to_read() -> None:
    assert list(REGIONS) == sorted(REGIONS)


def test_every_region_has_its_provinces_zone() -> None:
    zones = {code: REGIONS[code].zone for code in ("51.04", "18.71", "19.06", "61", "62", "63", "64", "81", "96.71")}
    assert zones == {
        **dict.fromkeys(("18.71", "19.06", "61", "62"), Zone.WIB),
        **dict.fromkeys(("51.04", "63", "64"), Zone.WITA),
        **dict.fromkeys(("81", "96.71"), Zone.WIT),
    }
    provinces = Counter(region.zone for region in REGIONS.values() if region.kind is RegionKind.PROVINSI)
    assert provinces == {Zone.WIB: 18, Zone.WITA: 12, Zone.WIT: 8}


def test_a_code_is_valid_only_from_the_decree_that_made_it() -> None:
    assert REGIONS["51.04"].valid_on(date(2023, 11, 20))
    assert not REGIONS["96.71"].valid_on(date(2025, 4, 24))
    assert REGIONS["96.71"].valid_on(date(2025, 4, 25))


def test_a_code_is_still_valid_on_its_last_day() -> None:
    ended = replace(REGIONS["51.04"], valid_to=date(2026, 3, 31))
    assert ended.valid_on(date(2026, 3, 31))
    assert not ended.valid_on(date(2026, 4, 1))
    assert with_own_government([ended], date(2026, 4, 1)) == []


def test_a_tenant_lies_in_its_province_and_in_the_nation() -> None:
    assert scopes_of("51.04") == (NATIONAL, "51", "51.04")
    assert scopes_of("51") == (NATIONAL, "51")
    assert scopes_of(NATIONAL) == (NATIONAL,)


def test_the_notice_names_source_decree_and_licence() -> None:
    notice = (data_directory() / "regions" / "NOTICE").read_text(encoding="utf-8")
    for needed in ("cahyadsn/wilayah", "300.2.2-2138 Tahun 2025", "MIT License", "Copyright (c) 2017 Cahya DSN"):
        assert needed in notice
