"""The command that draws up an example register: `python -m simulators.register --port DIR`.

It writes `vessels.csv` and `people.csv` of a port folder. Every boat and every person in them is fictional;
the make-up of the fleet (lengths, gears, terminals) follows published figures. Same seed, same bytes.
"""

import argparse
import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from simulators.crew_names import person_name

SOURCE = "示例: fictional, drawn by simulators.register"
TOWNSHIPS = ("石浦镇", "鹤浦镇", "高塘岛乡", "东门渔村", "晓塘乡", "新桥镇", "涂茨镇")
VISITOR_PORTS = (
    ("浙岭渔", "zly", "温岭石塘"),
    ("浙普渔", "zpy", "普陀沈家门"),
    ("闽霞渔", "mxy", "霞浦三沙"),
)
MERCHANT_NAMES = ("Xin Hai Yun", "Yong Tai", "Zhe Chang", "Dong Fang Shun", "Hai Feng", "Rui Ning")
MERCHANT_NAMES_ZH = ("新海运", "甬泰", "浙昌", "东方顺", "海丰", "瑞宁")
SHARES = {
    "fishing": 0.84,
    "village": 0.07,
    "supply": 0.035,
    "visitor": 0.025,
    "merchant": 0.02,
    "patrol": 0.01,
}
"""Make-up of the register, as shares of its boats: mostly own fishing boats, as at Shipu."""
LENGTH_BANDS = ((24.0, 45.0, 0.613), (12.0, 24.0, 0.087), (6.5, 12.0, 0.300))
"""Metres from, to, share: Zhejiang fishing fleet 2015, 19,701 boats (paper on Zhejiang fishing quays)."""
LARGE_GEARS = (
    ("trawl", 0.52),
    ("gillnet", 0.22),
    ("purse-seine", 0.08),
    ("stow-net", 0.13),
    ("longline", 0.05),
)
SMALL_GEARS = (("gillnet", 0.5), ("pots", 0.25), ("stow-net", 0.15), ("longline", 0.1))
STARRING = ("zxy10009", "zxy10421")
"""Ids that scenarios name; both are gill-netters of 28 m with a class B set and a BeiDou terminal."""
CREWED_BOATS = 200
VESSEL_HEADER = (
    "id",
    "name_zh",
    "name_en",
    "class",
    "gear",
    "terminals",
    "length_m",
    "beam_m",
    "draught_m",
    "rated_persons",
    "wind_class",
    "home_port",
    "township",
    "skipper",
    "group",
    "callsign",
    "source",
)
PERSON_HEADER = ("id", "name", "role", "vessel", "certificate", "expires")

Cells = dict[str, str]


def make_register(boats: int, seed: int) -> tuple[list[Cells], list[Cells]]:
    """Return the rows of `vessels.csv` and of `people.csv` for a fleet of `boats`.

    Boats of every class are spread through the register, so that any first part of it is a fair sample; the
    first `CREWED_BOATS` boats that carry crew lists have people.
    """
    rng = np.random.default_rng(seed)
    classes = [name for name, share in SHARES.items() for _ in range(max(1, round(boats * share)))]
    rng.shuffle(classes)
    classes = (["fishing"] * len(STARRING) + classes)[:boats]
    vessels = [_vessel(serial, boat_class, rng) for serial, boat_class in enumerate(classes)]
    people: list[Cells] = []
    for vessel in [v for v in vessels if v["class"] != "merchant"][:CREWED_BOATS]:
        crew = _crew(vessel, len(people), rng)
        vessel["skipper"] = crew[0]["name"]
        people += crew
    return vessels, people


def _vessel(serial: int, boat_class: str, rng: np.random.Generator) -> Cells:
    length_m = _length_m(serial, boat_class, rng)
    gear = _gear(serial, boat_class, length_m, rng)
    identifier, zh, en, home = _name(serial, boat_class, rng)
    return {
        "id": identifier,
        "name_zh": zh,
        "name_en": en,
        "class": boat_class,
        "gear": gear,
        "terminals": " ".join(_terminals(serial, boat_class, length_m, rng)),
        "length_m": f"{length_m:.1f}",
        "beam_m": f"{length_m * 0.13 + 1.6:.1f}",
        "draught_m": f"{length_m * 0.07 + 0.5:.1f}",
        "rated_persons": str(2 + int(length_m / 4)),
        "wind_class": str(6 + int(length_m >= 12) + int(length_m >= 24) + int(rng.random() < 0.5)),
        "home_port": home,
        "township": str(rng.choice(TOWNSHIPS)) if home == "石浦" else "",
        "skipper": "",
        "group": f"group-{serial // 7:03d}" if boat_class == "fishing" and length_m >= 12 else "",
        "callsign": f"B{'ABCDEFGHJK'[serial % 10]}{1000 + serial}" if length_m >= 24 else "",
        "source": SOURCE,
    }


def _length_m(serial: int, boat_class: str, rng: np.random.Generator) -> float:
    if serial < len(STARRING):
        return 28.0
    spans = {"village": (5.5, 11.5), "supply": (26, 48), "merchant": (80, 190), "patrol": (24, 58)}
    if boat_class in spans:
        return float(rng.uniform(*spans[boat_class]))
    low, high, _ = LENGTH_BANDS[int(rng.choice(3, p=[share for *_, share in LENGTH_BANDS]))]
    return float(rng.uniform(low, high))


def _gear(serial: int, boat_class: str, length_m: float, rng: np.random.Generator) -> str:
    if serial < len(STARRING):
        return "gillnet"
    if boat_class in ("supply", "merchant", "patrol"):
        return "none"
    gears = LARGE_GEARS if length_m >= 20 else SMALL_GEARS
    return str(rng.choice([name for name, _ in gears], p=[share for _, share in gears]))


def _name(serial: int, boat_class: str, rng: np.random.Generator) -> tuple[str, str, str, str]:
    """Return id, name in Chinese, name in English and home port; numbers never repeat in a class."""
    if serial < len(STARRING):
        number = STARRING[serial][3:]
        return STARRING[serial], f"浙象渔{number}", f"Zhexiangyu {number}", "石浦"
    if boat_class == "merchant":
        pick = int(rng.integers(len(MERCHANT_NAMES)))
        number = str(1 + serial)
        return f"mv{number}", f"{MERCHANT_NAMES_ZH[pick]}{number}", f"{MERCHANT_NAMES[pick]} {number}", "宁波"
    if boat_class == "visitor":
        zh, short, home = VISITOR_PORTS[int(rng.integers(len(VISITOR_PORTS)))]
        number = str(60000 + serial * 3)
        return f"{short}{number}", f"{zh}{number}", f"{short[:3].capitalize()}u {number}", home
    stem, zh, en = {
        "patrol": ("zgyz33", "中国渔政33", "China Fishery 33"),
        "supply": ("zxyy", "浙象渔运", "Zhexiangyuyun "),
        "village": ("zxxc", "浙象乡船", "Zhexiang Village "),
        "fishing": ("zxy", "浙象渔", "Zhexiangyu "),
    }[boat_class]
    number = {
        "patrol": f"{100 + serial}",
        "supply": f"{300 + serial:05d}",
        "village": f"{serial:05d}",
        "fishing": f"{10430 + serial * 13 + int(rng.integers(13)):05d}",
    }[boat_class]
    return f"{stem}{number}", f"{zh}{number}", f"{en}{number}", "石浦"


def _terminals(serial: int, boat_class: str, length_m: float, rng: np.random.Generator) -> list[str]:
    mmsi = f"{412_900_000 + serial * 7 if boat_class != 'merchant' else 413_900_000 + serial * 7}"
    beidou = f"beidou:{300_000 + serial * 11:07d}"
    if boat_class in ("merchant", "patrol"):
        return [f"ais-a:{mmsi}"]
    if serial < len(STARRING):
        return [f"ais-b:{mmsi}", beidou]
    if length_m >= 24:
        return [f"{'ais-a' if rng.random() < 0.25 else 'ais-b'}:{mmsi}", beidou]
    if length_m >= 12:
        return [f"ais-b:{mmsi}", beidou] if rng.random() < 0.6 else [f"ais-b:{mmsi}"]
    return [f"ais-b:{mmsi}"] if rng.random() < 0.7 else [f"cell:c{serial:06d}"]


def _crew(vessel: Cells, first: int, rng: np.random.Generator) -> list[Cells]:
    length_m = float(vessel["length_m"])
    seats = min(int(vessel["rated_persons"]), 2 if length_m < 12 else int(rng.integers(5, 10)))
    roles = (["skipper"] + (["mate", "engineer"] if length_m >= 12 else []) + ["deckhand"] * seats)[:seats]
    grade = "一级" if length_m >= 45 else "二级" if length_m >= 24 else "三级"
    posts = {
        "skipper": f"{grade}船长",
        "mate": f"{grade}船副",
        "engineer": f"{grade}轮机长",
        "deckhand": "普通船员",
    }
    return [
        {
            "id": f"p{first + seat + 1:05d}",
            "name": person_name(rng),
            "role": role,
            "vessel": vessel["id"],
            "certificate": posts[role],
            "expires": f"{int(rng.integers(2027, 2032))}-{int(rng.integers(1, 13)):02d}-28",
        }
        for seat, role in enumerate(roles)
    ]


def table(header: Iterable[str], rows: list[Cells]) -> str:
    """Return rows as CSV text with Unix line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> None:
    """Write `vessels.csv` and `people.csv` into a port folder."""
    parser = argparse.ArgumentParser(description="Draw up an example register of fictional boats and crews.")
    parser.add_argument("--port", type=Path, required=True, help="port folder to write into")
    parser.add_argument("--boats", type=int, default=600)
    parser.add_argument("--seed", type=int, default=16)
    chosen = parser.parse_args()
    vessels, people = make_register(chosen.boats, chosen.seed)
    (chosen.port / "vessels.csv").write_text(table(VESSEL_HEADER, vessels), encoding="utf-8", newline="")
    (chosen.port / "people.csv").write_text(table(PERSON_HEADER, people), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
