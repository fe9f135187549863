"""The recorded tracks of real storms, and what is estimated where the record is silent."""

import csv
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, kn_to_mps, mps_to_kn

FOLDER = Path(__file__).parent / "storms"
FAR_HPA = 1_010.0
"""Pressure about a storm of the western North Pacific (Atkinson and Holliday 1977)."""
LEVELS_MPS: FloatArray = kn_to_mps(np.array([64.0, 50.0, 30.0]))
"""The winds whose radii are recorded: Beaufort 12, 10 and 7."""
QUADRANTS = ("ne", "se", "sw", "nw")
AIR_KG_M3 = 1.15
ONE_MINUTE = 1 / 0.93
"""From a 10-minute mean to a 1-minute one at sea (Harper, Kepert and Ginger 2010, WMO/TD-1555)."""
SMOOTH_ROWS = 9
"""Estimates of the radius of strongest wind jump by steps of 5 nm; ours: their mean over this many rows."""
INSIDE_RADIUS = 0.7
"""The strongest wind blows no farther out than this part of the innermost recorded radius; ours."""


class Track(NamedTuple):
    """A recorded storm, one row an instant of the record.

    Attributes:
        name: in Chinese and English with its number, as bulletins name it.
        t_ms: UTC ms, rising, shape (p,).
        lonlat_deg: of the centre, shape (p, 2).
        wind_mps: strongest mean wind.
        pressure_hpa: at the centre.
        rmax_km: radius of the strongest wind.
        radii_km: of `LEVELS_MPS` by quadrant NE SE SW NW, shape (p, 3, 4), NaN where none was recorded.
    """

    name: str
    t_ms: FloatArray
    lonlat_deg: FloatArray
    wind_mps: FloatArray
    pressure_hpa: FloatArray
    rmax_km: FloatArray
    radii_km: FloatArray


def read_track(storm: str) -> Track:
    """Return the track of a storm named in `STORMS`, with pressure and radius of strongest wind filled in."""
    lines = (FOLDER / f"{storm}.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))

    def column(name: str) -> FloatArray:
        return np.array([float(row[name] or "nan") for row in rows])

    wind_mps, recorded_hpa = column("wind_mps"), column("pressure_hpa")
    radii_km = np.stack(
        [np.stack([column(f"r{kn}_{quadrant}_km") for quadrant in QUADRANTS]) for kn in (64, 50, 30)]
    ).transpose(2, 0, 1)
    radii_km[wind_mps[:, None] <= LEVELS_MPS] = np.nan  # a radius of a wind that the storm no longer has
    pressure_hpa = np.where(np.isnan(recorded_hpa), pressure_of(wind_mps), recorded_hpa)
    lat_deg, said_km = column("lat"), column("rmax_km")
    rmax_km = _smooth(np.where(np.isnan(said_km), rmax_of(pressure_hpa, lat_deg), said_km))
    inner_km = np.nanmin(np.where(np.isnan(radii_km), np.inf, radii_km), axis=(1, 2))
    return Track(
        name=lines[0].lstrip("# "),
        t_ms=np.array([datetime.fromisoformat(row["t"]).timestamp() * MS_PER_SECOND for row in rows]),
        lonlat_deg=np.column_stack([column("lon"), lat_deg]),
        wind_mps=wind_mps,
        pressure_hpa=pressure_hpa,
        rmax_km=np.minimum(rmax_km, INSIDE_RADIUS * inner_km),
        radii_km=radii_km,
    )


def pressure_of(wind_mps: FloatArray) -> FloatArray:
    """Return the pressure at the centre, hPa, of a storm with a strongest 10-minute mean wind.

    Wind in knots over one minute = 6.7 (1010 - p)^0.644 (Atkinson and Holliday 1977, western North Pacific).
    """
    knots = mps_to_kn(wind_mps * ONE_MINUTE)
    hpa: FloatArray = FAR_HPA - (knots / 6.7) ** (1 / 0.644)
    return hpa


def rmax_of(pressure_hpa: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Return the radius of the strongest wind, km: ln R = 3.015 - 6.291e-5 dp^2 + 0.0337 latitude.

    Vickery and Wadhera 2008, Journal of Applied Meteorology and Climatology 47, equation for all storms.
    """
    deficit_hpa = FAR_HPA - pressure_hpa
    km: FloatArray = np.exp(3.015 - 6.291e-5 * deficit_hpa**2 + 0.0337 * lat_deg)
    return km


def holland_b(wind_mps: FloatArray, pressure_hpa: FloatArray) -> FloatArray:
    """Return Holland's shape parameter B = rho e V^2 / dp, 1..2.5 (Holland 1980, Mon. Wea. Rev. 108)."""
    deficit_pa = np.maximum(FAR_HPA - pressure_hpa, 1) * 100
    shape: FloatArray = np.clip(AIR_KG_M3 * np.e * wind_mps**2 / deficit_pa, 1.0, 2.5)
    return shape


def _smooth(column: FloatArray) -> FloatArray:
    padded = np.pad(column, SMOOTH_ROWS // 2, mode="edge")
    smooth: FloatArray = np.convolve(padded, np.full(SMOOTH_ROWS, 1 / SMOOTH_ROWS), mode="valid")
    return smooth
