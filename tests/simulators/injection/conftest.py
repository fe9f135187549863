"""Small recordings of made-up boats, in metres or in degrees, whose rows have a serial number."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulators.injection.ground import Ground
from simulators.recordings import open_form

START_MS = 1_573_430_400_000


def boats_at_work(boats, hours, seed, every_s=600):
    """Boats that steam, turn and rest; columns by name, in an order that is not that of vessels."""
    rng = np.random.default_rng(seed)
    count = int(hours * 3600 / every_s)
    vessel = np.repeat(np.arange(boats), count)
    t_s = np.tile(np.arange(count) * every_s, boats) + rng.integers(-5, 6, boats * count)
    legs = rng.integers(4, 20, boats * count)
    speed_mps = rng.choice([0.0, 1.8, 4.0], p=[0.2, 0.4, 0.4], size=boats * count)[np.cumsum(legs % 5 == 0)]
    course = np.cumsum(rng.normal(0, 0.3, boats * count))
    x_m = np.cumsum(speed_mps * every_s * np.sin(course))
    y_m = np.cumsum(speed_mps * every_s * np.cos(course))
    first = np.repeat(np.arange(boats) * count, count)
    spread_m = np.repeat(rng.uniform(-40_000, 40_000, (2, boats)), count, axis=1)
    order = np.argsort(t_s, kind="stable")
    return {
        "vessel": vessel[order],
        "t_ms": (START_MS + t_s * 1000)[order],
        "x_m": (x_m - x_m[first] + spread_m[0])[order],
        "y_m": (y_m - y_m[first] + spread_m[1])[order],
        "speed_kn": (speed_mps * 3600 / 1852)[order],
        "course": (np.degrees(course) % 360)[order],
        "serial": np.arange(boats * count),
    }


def in_metres(columns):
    """The table of such boats in the form of the recording of fishing boats."""
    return pa.table(
        {
            "vessel": pa.array(columns["vessel"], pa.int16()),
            "t": pa.array(columns["t_ms"], pa.timestamp("ms")),
            "x": pa.array(np.round(columns["x_m"]), pa.int32()),
            "y": pa.array(np.round(columns["y_m"]), pa.int32()),
            "speed_kn": pa.array(columns["speed_kn"], pa.float32()),
            "course": pa.array(np.round(columns["course"]) % 360, pa.int16()),
            "gear": pa.array(
                ["trawl" if v % 2 else "gillnet" for v in columns["vessel"]]
            ).dictionary_encode(),
            "serial": columns["serial"],
        }
    )


def in_degrees(columns):
    """The same in the form of MarineCadastre, some of it beyond the date line."""
    lon = (179.9 + columns["x_m"] / 97_000 + 180) % 360 - 180
    names = ("vesselname", "imo", "callsign")
    return pa.table(
        {
            "mmsi": 412_000_000 + columns["vessel"],
            "basedatetime": pa.array(columns["t_ms"] * 1000, pa.timestamp("us")),
            "lon": lon,
            "lat": 29.0 + columns["y_m"] / 110_800,
            "sog": pa.array(columns["speed_kn"], mask=columns["serial"] % 50 == 7),
            "cog": columns["course"],
            **{name: [f"{name}{v}" for v in columns["vessel"]] for name in names},
            "transceiverclass": ["B"] * len(lon),
            "serial": columns["serial"],
        }
    )


@pytest.fixture
def written(tmp_path):
    """A function from a table to the path of its file."""

    def write(table, name="recording.parquet"):
        pq.write_table(table, tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def read_ground(written):
    """A function from boats, hours and seed to the ground on which to inject."""

    def make(boats=6, hours=24, seed=1, form=in_metres, **columns):
        table = form(boats_at_work(boats, hours, seed) | columns)
        return Ground(table, open_form(written(table)))

    return make
