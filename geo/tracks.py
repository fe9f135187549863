"""Where vessels are now and where they go, from fixes of any age, with what is not known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray
from geo.motion import gone
from geo.units import kn_to_mps

MAX_LAT_DEG = 85.0
"""Nearer the poles a degree of longitude is too short to screen by. No port lies there (see `geo.frame`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """Where n vessels are now and where they go, with what is not known of it. All finite.

    Attributes:
        lon_deg: [n] longitude now.
        lat_deg: [n] latitude now, -85..85.
        east_mps: [n] velocity over ground, eastern part.
        north_mps: [n] northern part.
        doubt_m: [n] the vessel is at most this far from the place stated.
        doubt_mps: [n] its velocity differs from the one stated by a vector of at most this length.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    east_mps: FloatArray
    north_mps: FloatArray
    doubt_m: FloatArray
    doubt_mps: FloatArray

    @classmethod
    def of(
        cls,
        lon_deg: ArrayLike,
        lat_deg: ArrayLike,
        sog_kn: ArrayLike,
        cog_deg: ArrayLike,
        age_s: ArrayLike = 0.0,
        change_mps: ArrayLike = 0.0,
        error_m: ArrayLike = 0.0,
    ) -> "Tracks":
        """Return the tracks of vessels whose fixes are of some age: dead reckoned to now, doubt grown by age.

        A vessel that changed its velocity by `change_mps` just after its fix is now age x change away from
        where the fix says, and never farther: `doubt_m` is `error_m` plus that.

        Args:
            lon_deg: [n] longitudes of the fixes.
            lat_deg: [n] latitudes, -85..85.
            sog_kn: [n] speeds over ground in knots.
            cog_deg: [n] courses over ground, degrees from true north, clockwise.
            age_s: [n] or one number: how old the fixes are, 0 or more.
            change_mps: [n] or one number: by how much the velocity may have changed since; the caller's
                judgement of the boat (a trawler hauling, a ferry on her run).
            error_m: [n] or one number: how far a fix may be from the truth (HDOP, antenna to hull).

        Raises:
            ValueError: lengths differ; a number is not finite; an age, a change or an error is negative, or a
                latitude beyond 85 degrees. NaN would silently be far from everybody.
        """
        given = (lon_deg, lat_deg, sog_kn, cog_deg, age_s, change_mps, error_m)
        columns = np.array(np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, np.float64)) for v in given)))
        _check(columns)
        return cls.reckoned(*columns)

    @classmethod
    def reckoned(
        cls,
        lon_deg: FloatArray,
        lat_deg: FloatArray,
        sog_kn: FloatArray,
        cog_deg: FloatArray,
        age_s: FloatArray,
        change_mps: FloatArray,
        error_m: FloatArray,
    ) -> "Tracks":
        """Return the tracks as `of` does, of columns [n] that the caller knows to be sound."""
        speed_mps, course = kn_to_mps(sog_kn), np.radians(cog_deg)
        east, north = np.sin(course), np.cos(course)
        run_m = speed_mps * age_s
        lon_now, lat_now = gone(lon_deg, lat_deg, run_m * east, run_m * north)
        return cls(
            lon_now, lat_now, speed_mps * east, speed_mps * north, error_m + age_s * change_mps, change_mps
        )


def _check(columns: FloatArray) -> None:
    if columns.ndim != 2:
        raise ValueError(f"tracks must be columns of one length, not of shape {columns.shape[1:]}")
    good = np.isfinite(columns).all(axis=0) & (columns[4:] >= 0).all(axis=0)
    good &= np.abs(columns[1]) <= MAX_LAT_DEG
    if not good.all():
        raise ValueError(
            f"{len(good) - np.count_nonzero(good)} tracks have a number that is not finite, a negative age, "
            f"change or error, or lie beyond {MAX_LAT_DEG:g} degrees; the first is row {np.argmin(good)}"
        )
