import msgspec
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import distance_m
from tests.twin.harbour import FRAME, T0, boat, box, fix, port, zone
from tests.twin.play import Play
from twin import identity
from twin.fences import HOME_KINDS, KEEP_OUT_KINDS, SHELTER_KINDS, Fences
from twin.fleet import Fleet
from twin.port import Window, Zone

CLASSES = ("fishing", "merchant")
BOATS = tuple(
    msgspec.structs.replace(boat(f"{kind}-{gear}", f"ais-b:{n}"), vessel_class=kind, gear=gear)
    for n, (kind, gear) in enumerate((k, g) for k in CLASSES for g in ("trawl", "gillnet"))
)

boxes = st.tuples(*(st.integers(-12, 12) for _ in range(2)), *(st.integers(1, 12) for _ in range(2)))
drawn = st.lists(
    st.tuples(
        boxes,
        st.sampled_from([*SHELTER_KINDS, "permitted", *KEEP_OUT_KINDS, "gate"]),
        st.sampled_from([(), ("fishing",), ("merchant",)]),
        st.sampled_from([(), ("trawl",)]),
        st.sampled_from([None, (0, 50), (30, 80)]),
    ),
    min_size=1,
    max_size=8,
)
moves = st.lists(st.tuples(st.integers(0, 3), st.integers(-15, 15), st.integers(-15, 15)), max_size=30)


def zones_of(said) -> list[Zone]:
    return [
        zone(
            f"z{n}",
            kind,
            box(1000 * x, 1000 * y, 1000 * (x + w), 1000 * (y + h)),
            classes=frozenset(classes),
            gears=frozenset(gears),
            windows=() if window is None else (Window(T0 + window[0] * 1000, T0 + window[1] * 1000),),
        )
        for n, ((x, y, w, h), kind, classes, gears, window) in enumerate(said)
    ]


def fleet() -> Fleet:
    made = Fleet()
    for fact in identity.registered(port(vessels=BOATS), T0):
        made.learn(fact)
    return made


def put(ships: Fleet, fences: Fences, row: int, x_m: float, y_m: float) -> None:
    lon, lat = FRAME.to_lonlat(x_m, y_m)
    ships.vessels["lon"][row], ships.vessels["lat"][row], ships.vessels["fix_ms"][row] = lon, lat, T0
    fences.place(ships, np.array([row]))


def recounted(
    ships: Fleet, zones: list[Zone], row: int, now_ms: int
) -> tuple[list[bool], bool, bool, bool, bool]:
    """Inside, bound, at home, trespassing and at sea of one boat, zone by zone with a single point."""
    known = ships.known[row]
    point = shapely.Point(ships.vessels["x"][row], ships.vessels["y"][row])
    placed = ships.vessels["fix_ms"][row] >= 0
    inside = [placed and bool(shapely.covers(FRAME.shape_to_xy(z.shape), point)) for z in zones]
    mine = [z.applies_to(known.vessel_class, known.gear) and z.open_at(now_ms) for z in zones]
    within = [z for z, i, m in zip(zones, inside, mine, strict=True) if i and m]
    return inside, (
        any(m and z.kind == "permitted" for z, m in zip(zones, mine, strict=True)),
        any(z.kind in HOME_KINDS for z in within),
        any(z.kind in KEEP_OUT_KINDS for z in within),
        not any(i and z.kind in SHELTER_KINDS for z, i in zip(zones, inside, strict=True)),
    )


def agree(ships: Fleet, fences: Fences, now_ms: int) -> None:
    for row in range(len(ships)):
        inside, (*summed, at_sea) = recounted(ships, list(fences.zones), row, now_ms)
        assert fences.inside[row].tolist() == inside
        assert [fences.bound[row], fences.at_home[row], fences.trespassing[row]] == summed
        if ships.vessels["fix_ms"][row] >= 0:
            assert ships.vessels["at_sea"][row] == at_sea
    placed = ships.vessels["fix_ms"] >= 0
    x, y, at_sea = (ships.vessels[name][placed] for name in ("x", "y", "at_sea"))
    assert (fences.sheltered(x, y) == ~at_sea).all()


@given(drawn, moves, st.integers(0, 100))
def test_membership_agrees_with_one_point_and_one_zone_at_a_time(said, moved, second):
    ships, fences = fleet(), Fences(zones_of(said), FRAME)
    fences.grow(ships)
    for row, x_km, y_km in moved:
        put(ships, fences, row, 1000.0 * x_km + 7, 1000.0 * y_km + 3)
    for now in (T0, T0 + second * 1000, T0 + 200_000):
        fences.open_windows(now)
        agree(ships, fences, now)
    whole = Fences(zones_of(said), FRAME)
    whole.open_windows(T0 + 200_000)
    whole.place_all(ships)
    agree(ships, whole, T0 + 200_000)
    assert np.array_equal(whole.inside, fences.inside)


@given(drawn, moves, moves)
@settings(max_examples=40)
def test_crossings_are_the_open_zones_to_keep_out_of_that_a_straight_line_cuts_unseen(said, first, then):
    ships, fences = fleet(), Fences(zones_of(said), FRAME)
    fences.grow(ships)
    for row in range(len(ships)):
        put(ships, fences, row, -14_990, -14_990 + 10 * row)
    for row, x_km, y_km in first:
        put(ships, fences, row, 1000.0 * x_km + 7, 1000.0 * y_km + 3)
    fences.open_windows(T0)
    rows = np.arange(len(ships))
    x0, y0, was_inside = ships.vessels["x"].copy(), ships.vessels["y"].copy(), fences.inside.copy()
    for row, x_km, y_km in then:
        put(ships, fences, row, 1000.0 * x_km + 5, 1000.0 * y_km + 11)
    at, zones = fences.crossed(ships, rows, x0, y0, was_inside)
    expected = set()
    for row in rows.tolist():
        line = shapely.LineString([(x0[row], y0[row]), (ships.vessels["x"][row], ships.vessels["y"][row])])
        ends = [shapely.Point(line.coords[0]), shapely.Point(line.coords[1])]
        known = ships.known[row]
        for number, each in enumerate(fences.zones):
            shape = FRAME.shape_to_xy(each.shape)
            mine = each.kind in KEEP_OUT_KINDS and each.open_at(T0)
            mine = mine and each.applies_to(known.vessel_class, known.gear) and line.length > 0
            if mine and shape.intersects(line) and not any(shape.intersects(end) for end in ends):
                expected.add((row, number))
    assert set(zip(at.tolist(), zones.tolist(), strict=True)) == expected


def test_depth_is_measured_to_the_nearest_edge_in_true_metres():
    play = Play().sail("ais-b:1", [(19_300, 400)])
    row = play.world.fleet.row_of["a"]
    fences, vessels = play.world.fences, play.world.fleet.vessels
    (depth,) = fences.depth_m(play.world.fleet, np.array([row]), np.array([fences.number_of["ground"]]))
    lon, lat = FRAME.to_lonlat(20_000, 400)
    assert depth == pytest.approx(distance_m(vessels["lon"][row], vessels["lat"][row], lon, lat), rel=1e-4)
    (outside,) = fences.depth_m(play.world.fleet, np.array([row]), np.array([fences.number_of["harbour"]]))
    assert outside < -18_000


def test_a_newcomer_is_in_no_zone_until_its_first_fix():
    play = Play().sail("ais-b:1", [(0, 0)])
    play.hear(fix("ais-b:88", 0, 0, play.now))
    assert play.world.fences.inside.shape == (5, len(play.world.fences.zones))
    assert play.world.fences.inside[4].tolist() == play.world.fences.inside[0].tolist()
    assert not play.world.fences.inside[1:4].any()


def test_a_window_opens_and_closes_without_anybody_moving():
    play = Play().sail("ais-b:1", [(-6_000, -6_000)])
    row = play.world.fleet.row_of["a"]
    assert not play.world.fences.trespassing[row]
    play.until(T0 + 601_000)
    assert play.world.fences.trespassing[row]
    play.until(T0 + 6_001_000)
    assert not play.world.fences.trespassing[row]


@pytest.mark.parametrize("kind", ["forbidden", "anchorage", "permitted"])
def test_a_zone_drawn_anew_keeps_its_name_and_its_place(kind):
    play = Play().sail("ais-b:1", [(6_000, 6_000)]).sail("ais-b:2", [(50_500, 500)])
    row, other = (play.world.fleet.row_of[name] for name in ("a", "b"))
    number = play.world.fences.number_of["reef"]
    assert play.world.fences.trespassing[row]
    play.world.draw(zone("reef", kind, box(50_000, 0, 51_000, 1_000), classes=frozenset({"fishing"})))
    fences = play.world.fences
    assert not fences.trespassing[row]
    assert bool(fences.trespassing[other]) == (kind == "forbidden")
    assert (fences.number_of["reef"], len(fences.zones)) == (number, 5)
    assert play.world.fleet.vessels["at_sea"][other] == (kind != "anchorage")
    anew = Fences(fences.zones, fences.frame)
    assert fences.havens.tolist() == anew.havens.tolist()
    agree(play.world.fleet, fences, play.now)
    play.sail("ais-b:2", [(49_000, 500), (52_000, 500)], every_s=300).wait(1)
    assert bool(play.raised("crossed-zone")) == (kind == "forbidden")
