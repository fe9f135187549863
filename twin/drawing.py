"""A zone from the GeoJSON feature a person drew, by the same rules as the port folder's."""

import json

import msgspec
import shapely

from geo.frame import PortFrame
from twin.facts import ZoneChanged
from twin.port import ConfigFault, Port, Zone
from twin.port_zones import parse_zones


def zone_of(feature: str, zone: str, port: Port) -> Zone | list[ConfigFault]:
    """Return the zone a feature draws, or every fault that keeps it from being the zone of that id."""
    faults: list[ConfigFault] = []
    collection = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    zones = parse_zones("request", collection, PortFrame(port.lon, port.lat), port.box, faults)
    if not faults and [drawn.id for drawn in zones] != [zone]:
        faults.append(ConfigFault("request", "properties.id", "is not the zone's", f"Name it {zone!r}"))
    return faults or zones[0]


def drawn(zone: Zone, actor: str, now_ms: int) -> ZoneChanged:
    """Return the fact that a zone is in force as drawn."""
    properties = {
        "name_zh": zone.name.zh,
        "name_en": zone.name.en,
        "kind": zone.kind,
        "priority": zone.priority,
        "source": zone.source,
        "classes": sorted(zone.classes),
        "gears": sorted(zone.gears),
        "windows": [msgspec.to_builtins(window) for window in zone.windows],
    }
    return ZoneChanged(
        t_ms=now_ms,
        zone=zone.id,
        version=zone.version,
        actor=actor,
        geometry=json.loads(shapely.to_geojson(zone.shape)),
        properties=properties,
    )
