"""Real recordings through the gateway, against an independent decode: plain pyais and sets."""

import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyais
import pytest
from pyais.exceptions import AISBaseException

from api.gateways.gateway import Gateway, GatewayOptions
from api.gateways.tally import Tally
from tests.api.gateways.stand import NOW_MS, JumpClock, Outlet

SENTENCE = re.compile(rb"!(..VD[MO]),(\d),(\d),(\d*),(\w?),([^,]+),(\d)\*([0-9A-F]{2})")
VESSEL_BITS = {1: 168, 2: 168, 3: 168, 11: 168, 18: 168, 19: 312, 27: 96}
Fix = tuple[str, float, float, float | None, float | None, float | None]


class Independent:
    """What plain pyais finds in a recording."""

    def __init__(self, raw: bytes) -> None:
        self.damaged = self.ais_lines = 0
        self.odd: Counter[str] = Counter()
        self.vessels: set[str] = set()
        self.placed: set[str] = set()
        self.any_position: set[str] = set()
        self.fixes: list[Fix] = []
        self.exact_repeats = 0
        seen: set[bytes] = set()
        parts: dict[tuple[bytes, ...], dict[int, bytes]] = {}
        for line in raw.splitlines():
            if re.match(rb"!..VD[MO]", line) is None:
                continue
            self.ais_lines += 1
            self.exact_repeats += line in seen
            seen.add(line)
            found = SENTENCE.match(line)
            if found is None or self._sum(found.group(0)) != int(found.group(8), 16):
                self.damaged += 1
                continue
            talker, total, part, number, channel = found.group(1, 2, 3, 4, 5)
            message = parts.setdefault((talker, number, channel), {}) if total != b"1" else {}
            message[int(part)] = found.group(0)
            if len(message) == int(total):
                self._take([message[one] for one in sorted(message)])
                message.clear()

    @staticmethod
    def _sum(sentence: bytes) -> int:
        total = 0
        for byte in sentence[1:-3]:
            total ^= byte
        return total

    def _take(self, sentences: list[bytes]) -> None:
        try:
            said: Any = pyais.decode(*sentences)
        except AISBaseException:
            self.odd["undecodable"] += 1
            return
        if not hasattr(said, "lat") or said.lat is None or said.msg_type == 17:
            return
        placed = abs(said.lat) <= 90 and abs(said.lon) <= 180
        if placed:
            self.any_position.add(f"{said.mmsi:09d}")
        if said.msg_type not in VESSEL_BITS:
            return
        fields = [SENTENCE.match(one) for one in sentences]
        bits = sum(6 * len(one.group(6)) - int(one.group(7)) for one in fields if one)
        if bits != VESSEL_BITS[said.msg_type]:
            self.odd["wrong length"] += 1
        elif said.mmsi == 0:
            self.odd["number 0"] += 1
        elif said.mmsi > 999_999_999:
            self.odd["number too large"] += 1
        elif said.mmsi >= 990_000_000:
            self.odd["buoy"] += 1
        elif (abs(said.lat) > 90 and said.lat != 91) or (abs(said.lon) > 180 and said.lon != 181):
            self.odd["not on earth"] += 1
        else:
            self.vessels.add(f"{said.mmsi:09d}")
            if placed:
                self.placed.add(f"{said.mmsi:09d}")
                self.fixes.append(_fix(said))


def _fix(said: Any) -> Fix:
    speed, course, heading = (getattr(said, name, None) for name in ("speed", "course", "heading"))
    return (
        f"{said.mmsi:09d}",
        said.lon,
        said.lat,
        None if speed == 102.3 else speed,
        None if course is None or course >= 360 else course,
        None if heading is None or heading >= 360 else heading,
    )


async def play(path: Path, clock: JumpClock | None = None) -> tuple[Tally, Outlet]:
    clock = clock or JumpClock()
    options = GatewayOptions(source=str(path), realm="replay-test", port="shipu")
    gateway = Gateway(options, clock, outlet := Outlet(clock), lambda _: None)
    return await gateway.run(), outlet


@pytest.mark.parametrize(
    ("name", "vessels", "fixes"),
    [
        ("amsa_australia_34k", 1_615, 14_009),
        ("amsa_exactearth", 987, 2_916),
        ("amsa_exactearth-2", 130, 771),
        ("amsa_exactearth-3", 349, 2_821),
    ],
)
async def test_every_vessel_and_every_distinct_fix_arrives_or_is_counted(
    shared_data: Callable[[str], Path], name: str, vessels: int, fixes: int
):
    path = shared_data(f"nmea/{name}.txt.gz")
    found = Independent(gzip.decompress(path.read_bytes()))
    tally, outlet = await play(path)
    ours = [
        (one.terminal.split(":")[1], b.lon, b.lat, b.sog_kn, b.cog_deg, b.heading_deg)
        for one in outlet.fixes()
        if (b := one.body).lon is not None
    ]
    assert {one.terminal.split(":")[1] for one in outlet.fixes()} == found.vessels
    assert {fix[0] for fix in ours} == found.placed
    assert set(ours) == set(found.fixes)
    assert len(found.placed) == vessels
    assert len(set(found.fixes)) == fixes
    assert tally.accounted == tally.lines
    assert tally.refused["checksum"] + tally.refused["no-checksum"] == found.damaged


async def test_the_australian_recording_has_the_numbers_that_are_known_of_it(
    shared_data: Callable[[str], Path],
):
    path = shared_data("nmea/amsa_australia_34k.txt.gz")
    found = Independent(gzip.decompress(path.read_bytes()))
    assert (found.ais_lines, found.damaged) == (34_029, 16)
    assert (len(found.placed), len(found.any_position)) == (1_615, 1_729)
    clock = JumpClock()
    tally, outlet = await play(path, clock)
    assert tally.lines == 44_687
    assert tally.refused == {
        "mmsi-zero": 378,
        "no-checksum": 13,
        "wrong-length": 6,
        "part-missing": 4,
        "checksum": 3,
    }
    assert tally.passed_over == {
        "not-ais": 10_658,
        "repeated": 9_478,
        "base-station": 5_237,
        "silent": 463,
        "aid-to-navigation": 307,
        "sar-aircraft": 44,
        "safety-text": 3,
        "empty-static": 1,
    }
    assert len(outlet.fixes()) == tally.published["fix"]
    played_ms = max(one.heard_ms for one in outlet.fixes()) - NOW_MS
    assert 380_000 < played_ms < 390_000


async def test_a_recording_whose_lines_tell_no_time_is_paced_by_its_base_stations(
    shared_data: Callable[[str], Path], tmp_path: Path
):
    raw = gzip.decompress(shared_data("nmea/amsa_australia_34k.txt.gz").read_bytes())
    path = tmp_path / "timeless.txt"
    path.write_bytes(re.sub(rb",\d{10}(?=\r?\n)", b"", raw))
    tally, outlet = await play(path)
    timed, timed_outlet = await play(shared_data("nmea/amsa_australia_34k.txt.gz"))
    span_ms = [max(one.heard_ms for one in each.fixes()) - NOW_MS for each in (outlet, timed_outlet)]
    assert abs(span_ms[0] - span_ms[1]) < 15_000
    assert tally.lines == timed.lines
    assert {one.terminal for one in outlet.fixes()} == {one.terminal for one in timed_outlet.fixes()}
