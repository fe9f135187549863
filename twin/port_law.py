"""What the law says of boats at large, as tables of a port folder: closed seasons and posts to be filled."""

import datetime as dt

from twin.port import GEARS, Ban, ConfigFault, ManningPost
from twin.port_table import Column, Row, rows

BAN_COLUMNS = (
    Column("gears"),
    Column("south_deg"),
    Column("north_deg"),
    Column("from"),
    Column("to"),
    Column("special", required=False),
    Column("source"),
)
MANNING_COLUMNS = (
    Column("from_m"),
    Column("to_m"),
    Column("role"),
    Column("certificate"),
    Column("count"),
    Column("source"),
)


def parse_bans(file: str, content: bytes, faults: list[ConfigFault]) -> tuple[Ban, ...]:
    """Return the closed seasons; each ends after it begins and spans latitudes from south to north."""
    bans: list[Ban] = []
    for row in rows(file, content, BAN_COLUMNS, faults):
        ban = Ban(
            gears=frozenset(row.choices("gears", GEARS)),
            south_deg=row.number("south_deg", -90, 90, "degrees north"),
            north_deg=row.number("north_deg", -90, 90, "degrees north"),
            from_ms=_instant_ms(row, "from"),
            to_ms=_instant_ms(row, "to"),
            special=row.text("special"),
            source=row.text("source"),
        )
        if row.sound and ban.from_ms >= ban.to_ms:
            row.refuse("to", "the season ends before it begins", "Give a later instant")
        if row.sound and ban.south_deg >= ban.north_deg:
            row.refuse("north_deg", "lies not north of south_deg", "Give the northern edge")
        if row.sound:
            bans.append(ban)
    return tuple(bans)


def parse_manning(file: str, content: bytes, faults: list[ConfigFault]) -> tuple[ManningPost, ...]:
    """Return the posts that boats must fill, in the order of the table."""
    posts: list[ManningPost] = []
    for row in rows(file, content, MANNING_COLUMNS, faults):
        post = ManningPost(
            from_m=row.number("from_m", 0, 400, "metres"),
            to_m=row.number("to_m", 0, 400, "metres"),
            role=row.text("role"),
            certificate=row.text("certificate"),
            count=row.whole("count", 1, 50, "persons"),
            source=row.text("source"),
        )
        if row.sound and post.from_m >= post.to_m:
            row.refuse("to_m", "is not longer than from_m", "Give the length at which the post ends")
        if row.sound:
            posts.append(post)
    return tuple(posts)


def _instant_ms(row: Row, column: str) -> int:
    said = row.text(column)
    try:
        instant = dt.datetime.fromisoformat(said)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        if said:
            what = f"{said!r} is not an instant with its offset"
            row.refuse(column, what, "Write it as 2026-05-01T12:00:00+08:00")
        return 0
    return round(instant.timestamp() * 1000)
