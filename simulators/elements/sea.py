"""What wind and pressure do to the sea: waves grown over a fetch, and the surge against the coast."""

import numpy as np

from geo.arrays import FloatArray

G_MPS2 = 9.81
OPEN_FETCH_M = 300_000.0
"""Fetch of a wind from the ocean (示例); a storm's own fetch is of this order."""
SHELTERED_FETCH_M = 2_000.0
"""Across the harbour."""
FETCH_GROWTH = 10.0
"""Metres of fetch gained by every metre outside the harbour, until the ocean is open: 30 km; ours."""
AIR_KG_M3, SEA_KG_M3 = 1.15, 1_025.0
DRAG_MOST = 2.5e-3
"""The drag of the sea on the wind grows no more beyond some 33 m/s (Powell et al. 2003, Nature 422)."""
ONSHORE_DEG = 295.0
"""Towards the coast of Zhejiang, which runs from south-south-west to north-north-east."""
SHELF_M, SHELF_DEPTH_M = 120_000.0, 30.0
"""Length and mean depth of the water that the wind heaps up (示例)."""
METRES_PER_HPA = 0.01
"""Inverse barometer: 1 cm of water for every hPa (Pugh 1987, equation 6:3)."""


def height_m(wind_mps: FloatArray, fetch_m: FloatArray) -> FloatArray:
    """Return the significant wave height of a wind over a fetch in deep water, both of shape (n,).

    g H / U^2 = 0.283 tanh(0.0125 (g F / U^2)^0.42): Sverdrup, Munk and Bretschneider as in the Shore
    Protection Manual, 1977, equation 3-25; a wind that has blown long enough.
    """
    square = np.maximum(wind_mps, 0.1) ** 2
    height: FloatArray = 0.283 * square / G_MPS2 * np.tanh(0.0125 * (G_MPS2 * fetch_m / square) ** 0.42)
    return height


def fetch_m(outside_m: FloatArray, wind_mps: FloatArray) -> FloatArray:
    """Return the fetch of the wind, metres, shape (n,).

    Args:
        outside_m: distance outside the harbour, shape (n,).
        wind_mps: where it blows to, east and north, shape (n, 2); off the land it has come over less water.
    """
    speed = np.maximum(np.hypot(wind_mps[:, 0], wind_mps[:, 1]), 0.1)
    from_ocean = (1 - wind_mps[:, 0] / speed) / 2
    off_land_m = SHELTERED_FETCH_M + outside_m
    room_m = np.minimum(SHELTERED_FETCH_M + FETCH_GROWTH * outside_m, OPEN_FETCH_M)
    fetch: FloatArray = off_land_m + (np.maximum(room_m, off_land_m) - off_land_m) * from_ocean
    return fetch


def surge_m(wind_mps: FloatArray, deficit_hpa: float) -> float:
    """Return how high wind and low pressure raise the sea at the coast, metres, without delay.

    The inverse barometer, and the set-up of a steady wind over a shelf of even depth, stress x length /
    (density x g x depth) (Pugh 1987, section 6:4); drag after Large and Pond 1981, held at `DRAG_MOST`.
    An estimate for drills: no basin, no tide-surge interaction, no wave set-up.

    Args:
        wind_mps: mean wind over the shelf, where it blows to, east and north, shape (2,).
        deficit_hpa: how far the pressure is below its usual value.
    """
    speed = float(np.hypot(*wind_mps))
    drag = min(max(1.2e-3, (0.49 + 0.065 * speed) * 1e-3), DRAG_MOST)
    course = np.radians(ONSHORE_DEG)
    onshore = float(wind_mps[0] * np.sin(course) + wind_mps[1] * np.cos(course))
    stress_pa = AIR_KG_M3 * drag * speed * onshore
    return deficit_hpa * METRES_PER_HPA + stress_pa * SHELF_M / (SEA_KG_M3 * G_MPS2 * SHELF_DEPTH_M)
