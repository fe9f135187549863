"""How stream, wind and waves act on the boats of a scene, looked up every few seconds."""

import numpy as np

from simulators.scene import AT_ANCHOR, Scene

LOOK_S = 10.0
"""Sea and sky change little in this time, nor over the 60 m that a boat goes in it."""
LEEWAY, ACROSS = 0.0247, 0.0276
"""Drift down wind and across it, as parts of the wind at 10 m: fishing vessel, general (Allen and Plourde
1999, CG-D-08-99, as in `domain.md` §6); half of the boats go to the right of the wind, half to the left."""
SEA_HALVES_AT_M = 4.0
"""Waves of this significant height leave half of a boat's speed; of 1 m 98 %, of 2.5 m 80 %; ours (示例)."""
ANCHOR_WIND = 0.05
"""How the wind weighs against the stream on a boat at anchor; ours: 10 m/s count as much as one knot."""


class Seaway:
    """Keeps what the elements do to the hulls of a scene, and anchors boats that drift towards land."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._side = np.where(np.arange(len(scene.vessels)) % 2 == 0, ACROSS, -ACROSS)
        self._safe_m = scene.hulls.xy_m.copy()
        self._drifted = np.zeros(len(scene.vessels), dtype=np.bool_)

    def step(self) -> None:
        """Look up the elements where boats move, if the time for it came."""
        scene, hulls = self._scene, self._scene.hulls
        if scene.now_s % LOOK_S != 0:
            return
        self._anchor_before_land()
        rows = np.flatnonzero(hulls.under_way | hulls.adrift | hulls.anchored)
        if not len(rows):
            return
        at_m, t_ms = hulls.xy_m[rows], scene.now_ms
        stream, wind = scene.elements.stream_mps(at_m, t_ms), scene.elements.wind_mps(at_m, t_ms)
        off = np.where(hulls.adrift[rows], self._side[rows], 0.0)[:, None]
        right = np.column_stack([wind[:, 1], -wind[:, 0]])
        set_mps = stream + LEEWAY * wind + off * right
        wave_m = scene.elements.wave_of(at_m, wind)
        slowing = 1 / (1 + (wave_m / SEA_HALVES_AT_M) ** 3)
        eases = scene.elements.outside_m(at_m) == 0
        pull = -(stream + ANCHOR_WIND * wind)
        to_anchor_deg = np.degrees(np.arctan2(pull[:, 0], pull[:, 1]))
        beam_on_deg = np.degrees(np.arctan2(wind[:, 0], wind[:, 1])) + 90
        lies_deg = np.where(hulls.adrift[rows], beam_on_deg, to_anchor_deg) % 360
        hulls.act_on(rows, set_mps, slowing, eases, lies_deg)

    def _anchor_before_land(self) -> None:
        """Anchor boats adrift whose next stretch would come too near to land, where they last were clear."""
        scene, hulls = self._scene, self._scene.hulls
        rows = np.flatnonzero(hulls.adrift)
        was = self._drifted[rows]
        clear = scene.places.water.clear_of_land(self._safe_m[rows], hulls.xy_m[rows])
        for row in rows[was & ~clear].tolist():
            hulls.xy_m[row] = self._safe_m[row]
            hulls.anchor(row)
            scene.status[row] = AT_ANCHOR
        self._drifted = hulls.adrift.copy()
        self._safe_m[rows] = hulls.xy_m[rows]
