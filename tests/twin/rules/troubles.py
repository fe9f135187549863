"""A harbour in which every rule has its own trouble: boats, places and letters that must raise it.

`TROUBLES` has one trouble by each rule's id. Each has boats and water of its own, so that any of them may be
played alone or with others, in any order, and begin at any second. Long waits are shortened in `SOONER`, the
settings of this port, so that a quarter of an hour is enough for all.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from tests.twin.harbour import FRAME, T0, beat, boat, box, port, zone
from tests.twin.quay import CREW, HOUR, OFFICERS, register
from tests.twin.rules.letters import (
    NM,
    Letter,
    act,
    lie,
    one,
    out,
    report,
    sail,
    sense,
    steam,
    terminal,
    typhoon,
)
from twin.acts import Act, GiveOrder, GrantPermit, KeepWatch, PutZone
from twin.decode import PersonMustered
from twin.port import Ban, Berth, Gate, ManningPost, Port, StationRecord, VesselRecord
from twin.wire import HealthBody, MusterBody, StaticBody, Words


class Trouble(NamedTuple):
    """Boats, and what is heard of them and about them."""

    letters: list[Letter]
    boats: tuple[VesselRecord, ...] = ()


def _permit(t_ms: int) -> Act:
    said = {"permit_kind": "move", "zone": "harbour", "note": "berth", "vessels": ("overstay",)}
    return act(GrantPermit, **said, from_ms=t_ms, to_ms=t_ms + 60_000)(t_ms)


def _recall(t_ms: int) -> Act:
    said = {"order_kind": "recall", "vessels": ("recall-failing",), "note": "typhoon"}
    return act(GiveOrder, **said, to_ms=t_ms + 2 * HOUR)(t_ms)


def _draw(t_ms: int) -> Act:
    west, south, east, north = ZONES[-1].shape.bounds
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    named = {"id": "bank", "name_zh": "滩", "name_en": "bank", "kind": "forbidden", "source": "test"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = json.dumps({"type": "Feature", "properties": named, "geometry": shape})
    return act(PutZone, actor="adm", role="admin", zone="bank", feature=feature)(t_ms)


ZONES = (
    zone("harbour", "harbour", box(-1_000, -1_000, 1_000, 1_000)),
    zone("ground", "permitted", box(-60_000, -60_000, 60_000, 60_000), classes=frozenset({"fishing"})),
    zone("reef", "forbidden", box(5_000, 5_000, 8_000, 8_000)),
    zone("strip", "forbidden", box(10_000, -12_000, 10_200, -8_000)),
    zone("lane", "lane", box(-24_000, -26_000, -22_000, -14_000)),
    zone("line", "line", box(40_000, -60_000, 41_000, 60_000), classes=frozenset({"fishing"})),
    zone("shoal", "permitted", box(13_000, 3_000, 14_000, 4_000), depth_m=0.0),
    zone("mouth", "gate", box(-5_300, -200, -4_700, 200)),
    zone("bank", "forbidden", box(50_000, 50_000, 51_000, 51_000)),
)
SOONER: dict[str, dict[str, object]] = {
    "adrift": {"hold_s": 120},
    "crowding": {"hold_s": 60},
    "duty-absence": {"prompt_s": 300, "sound_s": 315, "next_s": 330},
    "group-break": {"hold_s": 120},
    "nobody-near": {"hold_s": 60},
    "overstay": {"over_h": 0.05},
    "rendezvous": {"hold_s": 120, "slow_s": 300},
    "unreported-passage": {"grace_s": 60},
    "watch-asleep": {"from_h": 22, "steady_h": 0.05},
    "went-dark": {"caution_s": 120},
}


def _station(name: str, *quantities: str, marks_m: tuple[float, ...] = ()) -> StationRecord:
    return StationRecord(name, Words(name, name), 122.0, 29.0, quantities, 60, marks_m)


def _boats(name: str, *terminals: str, **more: object) -> tuple[VesselRecord, ...]:
    """One boat for each terminal, named after the rule, with a number if there are several."""
    names = [name] if len(terminals) == 1 else [f"{name}-{n}" for n in range(1, len(terminals) + 1)]
    return tuple(replace(boat(*one), **more) for one in zip(names, terminals, strict=True))


def _alone(name: str, terminal: str, letters: list[Letter], **more: object) -> Trouble:
    return Trouble(letters, _boats(name, terminal, **more))


GALE = sense("met", "wind", *[22.0] * 14)
CLUSTER = [f"ais-b:{370 + n}" for n in range(6)]
RAFT = ("ais-b:320", "ais-b:321")
TROUBLES: dict[str, Trouble] = {
    "feed-lost": _alone(
        "feed-lost",
        "ais-b:101",
        [
            *[(10 * n, lambda t_ms: beat("rx2", t_ms, heard=t_ms // 10_000)) for n in range(7)],
            *lie("ais-b:101", -20_000, 0, 2, via="rx2"),
        ],
    ),
    "left-zone": _alone("left-zone", "ais-b:102", lie("ais-b:102", -70_000, 0, sog_kn=3)),
    "entered-zone": _alone("entered-zone", "ais-b:103", lie("ais-b:103", 6_500, 6_500, sog_kn=2)),
    "crossed-zone": _alone(
        "crossed-zone", "ais-b:104", sail("ais-b:104", [(9_800, -9_000), (10_400, -9_000)], 90, sog_kn=13)
    ),
    "near-zone": _alone("near-zone", "ais-b:105", steam("ais-b:105", (1_500, 6_000), 6, 90, count=18)),
    "near-line": _alone("near-line", "ais-b:106", steam("ais-b:106", (40_000 - 4.5 * NM, 10_000), 8, 90)),
    "closed-season": _alone(
        "closed-season", "ais-b:107", lie("ais-b:107", 3_000, -3_000, sog_kn=3), gear="gillnet"
    ),
    "went-dark": _alone("went-dark", "ais-b:108", lie("ais-b:108", -3_000, -6_000, 5, sog_kn=3)),
    "position-jump": _alone(
        "position-jump",
        "ais-b:109",
        sail("ais-b:109", [(x, -9_000) for x in (-3_000, -3_100, -30_000, -30_100)]),
    ),
    "identity-clash": _alone(
        "identity-clash",
        "ais-b:110",
        sail("ais-b:110", [((3_000 + 75 * n, -17_000), (-15_000, 9_000))[n % 2] for n in range(20)]),
    ),
    "crew-mismatch": _alone(
        "crew-mismatch", "ais-b:111", [*report("crew-mismatch", CREW), *out("crew-mismatch", 4)]
    ),
    "under-manned": _alone("under-manned", "ais-b:112", report("under-manned", ("under-manned-s",))),
    "over-manned": _alone("over-manned", "ais-b:113", report("over-manned", [f"x{n}" for n in range(9)])),
    "sinking-signs": _alone(
        "sinking-signs", "beidou:114", one(30, terminal("beidou:114", HealthBody(tamper=True, via="rx")))
    ),
    "adrift": _alone("adrift", "ais-a:115", steam("ais-a:115", (-9_000, 3_000), 1.2, 90, status=2)),
    "collision-risk": Trouble(
        [
            *steam("ais-b:116", (-16_000, -4_000), 8, 90, count=40, every_s=10),
            *steam("ais-b:117", (-12_000, -4_000), 8, 270, count=40, every_s=10),
        ],
        _boats("collision-risk", "ais-b:116", "ais-b:117"),
    ),
    "grounding": _alone(
        "grounding", "ais-b:118", steam("ais-b:118", (11_500, 3_500), 6, 90, count=14), draught_m=5.0
    ),
    "watch-asleep": _alone("watch-asleep", "ais-b:119", steam("ais-b:119", (-31_000, -20_000), 6, 90)),
    "dragging": _alone(
        "dragging",
        "ais-b:120",
        [
            *lie("ais-b:120", 500, 500, 24),
            *[(720 + at_s, said) for at_s, said in steam("ais-b:120", (640, 500), 4, 90, count=4, sog_kn=1)],
        ],
    ),
    "overspeed": _alone("overspeed", "ais-b:121", lie("ais-b:121", 0, -500, sog_kn=9)),
    "unreported-passage": _alone("unreported-passage", "ais-b:122", out("unreported-passage")),
    "barred-to-sail": _alone(
        "barred-to-sail", "ais-b:123", [*report("barred-to-sail", CREW), *out("barred-to-sail")]
    ),
    "wind-above-class": _alone(
        "wind-above-class", "ais-b:124", [*GALE, *lie("ais-b:124", 5_000, -3_000, sog_kn=3)]
    ),
    "crew-aboard": _alone(
        "crew-aboard",
        "ais-b:125",
        [
            *lie("ais-b:125", 200, -200),
            *one(
                30,
                lambda t_ms: PersonMustered(
                    "y1", MusterBody(t_ms=t_ms, state="aboard", vessel="crew-aboard", via="rx"), t_ms
                ),
            ),
            *one(60, typhoon),
        ],
    ),
    "gate-conflict": Trouble(
        [
            *steam("ais-b:126", (-5_000 - 600, 0), 6, 90, count=12, every_s=10),
            *steam("ais-b:127", (-5_000 + 600, 0), 6, 270, count=12, every_s=10),
        ],
        _boats("gate-conflict", "ais-b:126", "ais-b:127"),
    ),
    "recall-failing": _alone(
        "recall-failing", "ais-b:128", [*lie("ais-b:128", 24_000, 0, sog_kn=3), *one(90, _recall)]
    ),
    "strong-wind": Trouble(GALE),
    "fire": Trouble([*sense("quay", "smoke", *[0.9] * 14), *sense("quay", "heat", *[70.0] * 14)]),
    "person-at-edge": Trouble(sense("edge", "person-at-edge", *[1.0] * 60, every_s=10)),
    "duty-absence": Trouble(one(0, act(KeepWatch, actor="li", role="officer"))),
    "low-visibility": Trouble(sense("fog", "visibility", *[150.0] * 14)),
    "crowding": Trouble([*lie(RAFT[0], -700, 700), *lie(RAFT[1], -720, 720)], _boats("crowding", *RAFT)),
    "high-water": Trouble(sense("tide", "water-level", *[3.6] * 14)),
    "unknown-hull": Trouble(
        [
            *one(0, terminal("radar:t7", StaticBody(length_m=18.0, via="rx"))),
            *sail("radar:t7", [(1_100, 0)] * 60, 10, sog_kn=4),
        ]
    ),
    "rendezvous": Trouble(
        [*lie("ais-b:134", 15_000, -15_000, sog_kn=0.6), *lie("ais-b:135", 15_120, -15_000, sog_kn=0.6)],
        _boats("rendezvous", "ais-b:134", "ais-b:135"),
    ),
    "group-break": Trouble(
        [*lie("ais-b:136", 3_000, -25_000, sog_kn=3), *lie("ais-b:137", -13_000, -25_000, sog_kn=3)],
        _boats("group-break", "ais-b:136", "ais-b:137", group="g"),
    ),
    "nobody-near": Trouble(
        [one for n, key in enumerate(CLUSTER) for one in lie(key, 200 * n, -50_000, 10, sog_kn=3)],
        _boats("nobody-near", *CLUSTER),
    ),
    "sensor-fault": Trouble(sense("buoy", "battery", *[5.0] * 14)),
    "late-return": _alone(
        "late-return",
        "ais-b:139",
        [*lie("ais-b:139", 9_000, 14_000, sog_kn=3), *report("late-return", CREW, 50, 84, -7)],
    ),
    "overstay": _alone("overstay", "ais-b:140", [*lie("ais-b:140", 300, 200), *one(10, _permit)]),
    "rule-change": Trouble(one(10, _draw)),
}
"""What must raise each rule, by its id."""


def by_second(troubles: Iterable[Trouble], late_s: Sequence[int]) -> dict[int, list[Callable]]:
    """Return what is said in each second, when the first trouble begins so late, the second so late..."""
    said: dict[int, list] = defaultdict(list)
    for number, trouble in enumerate(troubles):
        for second, letter in trouble.letters:
            said[second + late_s[number % len(late_s)]].append(letter)
    return said


def boats_of(troubles: Iterable[Trouble]) -> tuple[VesselRecord, ...]:
    return tuple(boat for trouble in troubles for boat in trouble.boats)


def harbour(vessels: tuple[VesselRecord, ...]) -> Port:
    """The port of the troubles with these boats on its register."""
    lon, lat = (ends.tolist() for ends in FRAME.to_lonlat([-5_000, -5_000], [-40, 40]))
    narrow = Gate("narrow", Words("窄口", "Narrows"), ((lon[0], lat[0]), (lon[1], lat[1])), 80)
    quay_lon, quay_lat = FRAME.to_lonlat(-710, 710)
    people = register("barred-to-sail", "under-manned", expires={"barred-to-sail-s": T0 - HOUR})
    return port(
        vessels=vessels,
        zones=ZONES,
        gates=(*port().gates, narrow),
        berths=(Berth("q1", Words("码头", "Quay"), float(quay_lon), float(quay_lat), "quay", 100, 2),),
        bans=(Ban(frozenset({"gillnet"}), 26.5, 35, T0 - 24 * HOUR, T0 + 24 * HOUR, "", "test"),),
        manning=tuple(ManningPost(24, 36, role, paper, 1, "test") for role, paper in OFFICERS.items()),
        people=people,
        stations=(
            _station("met", "wind"),
            _station("fog", "visibility"),
            _station("tide", "water-level", marks_m=(2.0, 2.5, 3.0, 3.5)),
            _station("quay", "smoke", "heat"),
            _station("edge", "person-at-edge", "person-in-water"),
            _station("buoy", "battery"),
        ),
        rules=SOONER,
    )
