import datetime as dt

import pytest

from tests.twin.port_folder_files import BANS, MANNING, faults_of, sound_files
from twin.port_folder import parse_port


def instant_ms(text):
    return round(dt.datetime.fromisoformat(text).timestamp() * 1000)


def test_a_ban_closes_its_gears_from_noon_to_noon_between_its_latitudes() -> None:
    [ban] = parse_port(sound_files()).bans
    before, first = instant_ms("2026-05-01T11:59:59+08:00"), instant_ms("2026-05-01T12:00:00+08:00")
    last, after = instant_ms("2026-09-16T11:59:59+08:00"), instant_ms("2026-09-16T12:00:00+08:00")
    assert [ban.closes("trawl", 29.2, at) for at in (before, first, last, after)] == [
        False,
        True,
        True,
        False,
    ]
    assert not ban.closes("longline", 29.2, first)
    assert not ban.closes("trawl", 26.4, first)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("trawl stow-net", "trawl dynamite", "gears"),
        ("26.5,35", "35,26.5", "north_deg"),
        ("26.5,35", "26.5,350", "north_deg"),
        ("2026-05-01T12:00:00+08:00", "2026-05-01T12:00:00", "from"),
        ("2026-05-01T12:00:00+08:00", "May", "from"),
        ("2026-09-16T12:00:00+08:00", "2026-04-16T12:00:00+08:00", "to"),
        (",示例", ",", "source"),
    ],
)
def test_a_wrong_cell_of_the_bans_is_named(old: str, new: str, column: str) -> None:
    [fault] = faults_of(bans_csv=BANS.replace(old, new))
    assert (fault.file, fault.place) == ("bans.csv", f"line 2, column {column}")


def test_posts_are_read_in_order() -> None:
    [post] = parse_port(sound_files()).manning
    assert (post.from_m, post.to_m, post.role, post.certificate, post.count) == (
        24,
        36,
        "skipper",
        "二级船长",
        1,
    )


@pytest.mark.parametrize(
    ("old", "new", "column"), [("24,36", "36,24", "to_m"), (",1,", ",1.5,", "count"), (",1,", ",,", "count")]
)
def test_a_wrong_cell_of_the_posts_is_named(old: str, new: str, column: str) -> None:
    [fault] = faults_of(manning_csv=MANNING.replace(old, new))
    assert (fault.file, fault.place) == ("manning.csv", f"line 2, column {column}")
