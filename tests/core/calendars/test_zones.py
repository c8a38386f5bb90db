from zoneinfo import ZoneInfo

import pytest

from core.calendars import known_zone, zone_for

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "Australia/Lord_Howe"])
def test_known_zone_knows_real_names(name: str) -> None:
    assert known_zone(name)
    assert zone_for(name, BERLIN) == ZoneInfo(name)


@pytest.mark.parametrize(
    "name", ["", "Europe", "Mars/Base", "../../etc/passwd", "localtime", "europe/berlin", "\0"]
)
def test_zone_for_falls_back_on_what_is_no_zone(name: str) -> None:
    assert not known_zone(name)
    assert zone_for(name, BERLIN) is BERLIN


def test_zone_for_falls_back_when_nothing_is_named() -> None:
    assert zone_for(None, BERLIN) is BERLIN
