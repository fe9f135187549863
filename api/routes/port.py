"""The port as it is drawn: places, chart, zones; and drawing a zone."""

from typing import Annotated, Any

import msgspec
import numpy as np
from fastapi import APIRouter, Depends
from fastapi import Path as InPath
from shapely.geometry import mapping
from starlette.requests import Request
from starlette.responses import Response

from api.identity import Actor
from api.problems import ProblemError
from api.routes.answering import carried_out, json_answer, not_found, settled_world
from api.routes.bodies import Id, ZoneAsked
from api.served import Asks, served_by
from twin.acts import PutZone
from twin.columns import NEVER
from twin.engine import World
from twin.facts import ZoneChanged
from twin.port import Port, Zone
from twin.wire import Words

router = APIRouter(prefix="/api", tags=["port"])
_NO_CHART = Words("本港没有陆地底图。", "This port has no chart of the land.")
_NO_ANSWER = Words("围栏未更改。", "The zone was not changed.")
ZOOM = 10.5
_GEOJSON = "application/geo+json"


@router.get("/port")
async def port(request: Request, _actor: Annotated[Actor, Depends(Asks("see-chart"))]) -> Response:
    """The port: where it is, its gates, stations and berths, and where the map opens."""
    served = served_by(request)
    world = await settled_world(served)
    about = served.port
    return json_answer(
        {
            "id": about.id,
            "name": about.name,
            "lon": about.lon,
            "lat": about.lat,
            "box": about.box,
            "realm": served.realm,
            "utc_offset_h": about.utc_offset_h,
            "gates": about.gates,
            "stations": about.stations,
            "berths": about.berths,
            "open_at": _open_at(about, world),
        }
    )


def _open_at(about: Port, world: World) -> dict[str, float]:
    """Return where the map opens: at the port, or, if no boat is in its waters, where the boats are."""
    vessels = world.fleet.vessels
    seen = vessels["fix_ms"] != NEVER
    lon, lat = vessels["lon"][seen], vessels["lat"][seen]
    west, south, east, north = about.box
    at_home = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if not len(lon) or at_home.any():
        return {"lon": about.lon, "lat": about.lat, "zoom": ZOOM}
    spread_deg = max(float(np.ptp(lon)), float(np.ptp(lat)), 0.01)
    zoom = float(np.clip(np.log2(360 / spread_deg), 3, 12))
    return {"lon": float(np.median(lon)), "lat": float(np.median(lat)), "zoom": round(zoom, 1)}


@router.get("/chart/land")
async def land(request: Request, _actor: Annotated[Actor, Depends(Asks("see-chart"))]) -> Response:
    """The coast, as GeoJSON in degrees."""
    chart = served_by(request).land
    if chart is None:
        raise not_found(_NO_CHART)
    return Response(chart, media_type=_GEOJSON)


@router.get("/zones")
async def zones(request: Request, _actor: Annotated[Actor, Depends(Asks("see-chart"))]) -> Response:
    """Every zone in force, as GeoJSON in degrees."""
    world = await settled_world(served_by(request))
    features = [_feature(zone) for zone in world.fences.zones]
    return Response(
        msgspec.json.encode({"type": "FeatureCollection", "features": features}), media_type=_GEOJSON
    )


def _feature(zone: Zone) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": zone.id,
        "properties": {
            "id": zone.id,
            "name_zh": zone.name.zh,
            "name_en": zone.name.en,
            "kind": zone.kind,
            "priority": zone.priority,
            "source": zone.source,
            "version": zone.version,
            "classes": sorted(zone.classes),
            "gears": sorted(zone.gears),
            "windows": zone.windows,
        },
        "geometry": mapping(zone.shape),
    }


@router.put("/zones/{zone}")
async def put_zone(
    request: Request,
    zone: Annotated[Id, InPath()],
    body: ZoneAsked,
    actor: Annotated[Actor, Depends(Asks("put-zone"))],
) -> Response:
    """Draw or change a zone; the old one stays in force if the drawing is refused."""
    feature = msgspec.json.encode(body.feature).decode()
    act = PutZone(actor=actor.name, role=actor.role, request_id=body.request_id, zone=zone, feature=feature)
    answered = await carried_out(served_by(request), act)
    if not isinstance(answered.fact, ZoneChanged):
        raise ProblemError(409, _NO_ANSWER, code="request-id-used")
    return json_answer({"seq": answered.seq, "zone": zone, "version": answered.fact.version})
