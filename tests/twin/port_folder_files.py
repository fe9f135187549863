"""A small, sound port folder in memory, and the way to spoil one file of it."""

import json

from twin.port import ConfigError, ConfigFault
from twin.port_folder import parse_port

SQUARE = [[121.9, 29.1], [122.1, 29.1], [122.1, 29.3], [121.9, 29.3], [121.9, 29.1]]


def zone(geometry: object = None, **properties: object) -> dict:
    said = {
        "id": "near",
        "name_zh": "近",
        "name_en": "Near",
        "kind": "permitted",
        "source": "示例",
    } | properties
    shape = geometry or {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": said, "geometry": shape}


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def gate(**properties: object) -> dict:
    said = {"id": "east", "name_zh": "东门", "name_en": "East", "width_m": 200, "source": "示例"} | properties
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": "LineString", "coordinates": [[121.967, 29.194], [121.968, 29.196]]},
    }


VESSELS = (
    "id,name_zh,name_en,class,gear,terminals,length_m,beam_m,draught_m,"
    "rated_persons,wind_class,home_port,source\n"
    "zxy10421,浙象渔10421,Zhexiangyu 10421,fishing,gillnet,"
    "ais-b:412900001 beidou:0300001,28,5,2.5,9,8,石浦,示例\n"
)
STATIONS = (
    "id,name_zh,lon,lat,quantities,period_s,marks_m,source\n"
    "tide,验潮站,121.94,29.20,water-level battery,60,6.5 6.8 7.1 7.5,示例\n"
)
BERTHS = "id,name_zh,lon,lat,kind,radius_m,places,source\nq1,码头,121.94,29.19,quay,120,16,示例\n"
PEOPLE = "id,name,role,vessel,certificate,expires\np1,陈海明,skipper,zxy10421,二级船长,2027-03-31\n"
BANS = (
    "gears,south_deg,north_deg,from,to,special,source\n"
    "trawl stow-net,26.5,35,2026-05-01T12:00:00+08:00,2026-09-16T12:00:00+08:00,,示例\n"
)
MANNING = "from_m,to_m,role,certificate,count,source\n24,36,skipper,二级船长,1,示例\n"
PORT = (
    'id = "shipu"\nname_zh = "石浦渔港"\nname_en = "Shipu"\nlon = 121.93\nlat = 29.19\n'
    "box = [120.8, 27.8, 124.5, 31.2]\nutc_offset_h = 8\n"
)


def sound_files() -> dict[str, bytes]:
    return {
        "port.toml": PORT.encode(),
        "zones.geojson": collection(zone()),
        "vessels.csv": VESSELS.encode(),
        "stations.csv": STATIONS.encode(),
        "berths.csv": BERTHS.encode(),
        "gates.geojson": collection(gate()),
        "people.csv": PEOPLE.encode(),
        "bans.csv": BANS.encode(),
        "manning.csv": MANNING.encode(),
        "rules.toml": b"[zone-left]\nhold_s = 60\n",
    }


def faults_of(**spoilt: bytes | str | None) -> list[ConfigFault]:
    """The faults of the sound folder with files replaced (`vessels_csv=...`), or left out where None."""
    files = sound_files()
    for word, content in spoilt.items():
        stem, _, ending = word.rpartition("_")
        name = f"{stem}.{ending}"
        if content is None:
            del files[name]
        else:
            files[name] = content.encode() if isinstance(content, str) else content
    try:
        parse_port(files)
    except ConfigError as error:
        return error.faults
    return []
