"""The command that draws up an example register: `python -m simulators.register --port DIR`.

It writes `vessels.csv` and `people.csv` of a port folder, and reads the posts to be filled from its
`manning.csv`. Every boat and every person in them is fictional; the make-up of the fleet (lengths, gears,
terminals) follows published figures. The cast (`simulators.cast`) stands first and never changes. Same seed,
same bytes.
"""

import argparse
import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from simulators.cast import CAST, terminals_of
from simulators.crews import crew_of
from twin.port import ManningPost
from twin.port_folder import FILES, parse_port

SOURCE = "示例: fictional, drawn by simulators.register"
TOWNSHIPS = ("石浦镇", "鹤浦镇", "高塘岛乡", "东门渔村", "晓塘乡", "新桥镇", "涂茨镇")
VISITOR_PORTS = (
    ("浙岭渔", "zly", "温岭石塘", "Zhelingyu"),
    ("浙普渔", "zpy", "普陀沈家门", "Zhepuyu"),
    ("闽霞渔", "mxy", "霞浦三沙", "Minxiayu"),
)
MERCHANT_NAMES = ("Xin Hai Yun", "Yong Tai", "Zhe Chang", "Dong Fang Shun", "Hai Feng", "Rui Ning")
MERCHANT_NAMES_ZH = ("新海运", "甬泰", "浙昌", "东方顺", "海丰", "瑞宁")
SHARES = {
    "fishing": 0.76,
    "village": 0.10,
    "supply": 0.05,
    "visitor": 0.05,
    "merchant": 0.03,
    "patrol": 0.01,
}
"""Make-up of the register, as shares of its boats. Before Doksuri 2,519 boats of Xiangshan lay in shelter,
217 supply boats and 216 visitors (domain.md §0.1, S2); village, merchant and patrol boats are ours (示例)."""
LENGTH_BANDS = ((24.0, 45.0, 0.613), (12.0, 24.0, 0.087), (6.5, 12.0, 0.300))
"""Metres from, to, share: Zhejiang fishing fleet 2015, 19,701 boats (domain.md §1.2, S38)."""
LARGE_GEARS = (
    ("trawl", 0.52),
    ("gillnet", 0.22),
    ("purse-seine", 0.08),
    ("stow-net", 0.13),
    ("longline", 0.05),
)
SMALL_GEARS = (("gillnet", 0.5), ("pots", 0.25), ("stow-net", 0.15), ("longline", 0.1))
PAIR_SHARE = 0.4
"""Share of the large trawlers that tow in pairs (示例)."""
GROUP_BOATS = 5
"""Boats of 12 m and up sail in groups of this many with others of their gear (示例; 编组, domain.md §1.1)."""
FIRST_NUMBER = {
    "fishing": 20_000,
    "village": 1_001,
    "supply": 1_001,
    "visitor": 61_000,
    "merchant": 1_001,
    "patrol": 201,
}
"""Where the numbers of drawn boats begin in each class: above those of the cast."""
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
    "pair",
    "callsign",
    "source",
)
PERSON_HEADER = ("id", "name", "role", "vessel", "certificate", "expires")
HEADERS = {"vessels.csv": VESSEL_HEADER, "people.csv": PERSON_HEADER}

Cells = dict[str, str]


def make_register(boats: int, seed: int, manning: tuple[ManningPost, ...]) -> tuple[list[Cells], list[Cells]]:
    """Return the rows of `vessels.csv` and of `people.csv` for a fleet of `boats`, the cast first.

    Every class has its share in any first part of the register from about a hundred boats, so that any such
    part is a fair sample. All boats but merchant ships carry crew lists.

    Args:
        boats: how many, no fewer than the cast.
        seed: of every boat and person beyond the cast.
        manning: the posts that boats must fill.

    Raises:
        ValueError: fewer boats than the cast.
    """
    if boats < len(CAST):
        raise ValueError(f"{boats} boats: the cast alone is {len(CAST)}")
    rng = np.random.default_rng(seed)
    vessels = [_of_cast(place) for place in range(len(CAST))]
    numbers = dict(FIRST_NUMBER)
    for serial, boat_class in enumerate(_classes(boats), len(CAST)):
        vessels.append(_vessel(serial, boat_class, numbers[boat_class], rng))
        numbers[boat_class] += 1
    _pair_and_group(vessels[len(CAST) :], rng)
    people: list[Cells] = []
    for place, vessel in enumerate(vessels):
        if vessel["class"] == "merchant":
            continue
        part = CAST[place] if place < len(CAST) else None
        drawn = np.random.default_rng(place) if part else rng
        crew = crew_of(vessel, part, manning, drawn)
        vessel["skipper"] = crew[0]["name"]
        people += [{"id": f"p{len(people) + seat:05d}"} | member for seat, member in enumerate(crew, 1)]
    return vessels, people


def _classes(boats: int) -> list[str]:
    """Return the classes of the boats beyond the cast: each time the one furthest below its share."""
    have = dict.fromkeys(SHARES, 0)
    for part in CAST:
        have[part.vessel_class] += 1
    drawn: list[str] = []
    for count in range(len(CAST) + 1, boats + 1):
        drawn.append(max(SHARES, key=lambda name: SHARES[name] * count - have[name]))
        have[drawn[-1]] += 1
    return drawn


def _of_cast(place: int) -> Cells:
    part = CAST[place]
    words = part.words()
    local = part.home == "石浦"
    return _cells(part.id, part.vessel_class, part.gear, part.length_m) | {
        "name_zh": words.zh,
        "name_en": words.en,
        "terminals": terminals_of(place),
        "wind_class": str(part.wind_class),
        "home_port": part.home,
        "township": TOWNSHIPS[place % len(TOWNSHIPS)] if local else "",
        "group": part.group,
        "pair": part.pair,
        "callsign": f"BZ{1000 + place}" if part.length_m >= 24 else "",
    }


def _vessel(serial: int, boat_class: str, number: int, rng: np.random.Generator) -> Cells:
    length_m = _length_m(boat_class, rng)
    gear = _gear(boat_class, length_m, rng)
    identifier, zh, en, home = _name(boat_class, number, rng)
    return _cells(identifier, boat_class, gear, length_m) | {
        "name_zh": zh,
        "name_en": en,
        "terminals": " ".join(_terminals(serial, boat_class, length_m, rng)),
        "wind_class": str(_wind_class(boat_class, length_m, rng)),
        "home_port": home,
        "township": str(rng.choice(TOWNSHIPS)) if home == "石浦" else "",
        "callsign": f"B{'ABCDEFGHJK'[serial % 10]}{1000 + serial}" if length_m >= 24 else "",
    }


def _cells(identifier: str, boat_class: str, gear: str, length_m: float) -> Cells:
    """Return what follows from id, class, gear and length alone; proportions and places aboard are ours."""
    return {
        "id": identifier,
        "class": boat_class,
        "gear": gear,
        "length_m": f"{length_m:.1f}",
        "beam_m": f"{length_m * 0.13 + 1.6:.1f}",
        "draught_m": f"{length_m * 0.07 + 0.5:.1f}",
        "rated_persons": str((2 if length_m < 12 else 4) + int(length_m / 4)),
        "skipper": "",
        "group": "",
        "pair": "",
        "source": SOURCE,
    }


def _wind_class(boat_class: str, length_m: float, rng: np.random.Generator) -> int:
    """Return the certified Beaufort force: 6-7 below 12 m, 7-8 to 24 m, 8-9 above (domain.md §1.2 [U])."""
    if boat_class in ("merchant", "patrol"):
        return 10
    return 6 + int(length_m >= 12) + int(length_m >= 24) + int(rng.random() < 0.5)


def _pair_and_group(vessels: list[Cells], rng: np.random.Generator) -> None:
    """Let some large trawlers be pairs, and boats of one gear sail in groups that keep pairs together."""
    trawlers = [v for v in vessels if v["gear"] == "trawl" and float(v["length_m"]) >= 24]
    home = [v for v in trawlers if v["class"] == "fishing"]
    for one, other in zip(home[::2], home[1::2], strict=False):
        if rng.random() < PAIR_SHARE:
            one["pair"], other["pair"] = other["id"], one["id"]
    named = 0
    for gear in dict.fromkeys(name for name, _ in (*LARGE_GEARS, *SMALL_GEARS)):
        sailing = [
            v for v in vessels if v["class"] == "fishing" and v["gear"] == gear and float(v["length_m"]) >= 12
        ]
        sailing.sort(key=lambda v: min(v["id"], v["pair"] or v["id"]))
        for first in range(0, len(sailing), GROUP_BOATS):
            named += 1
            for vessel in sailing[first : first + GROUP_BOATS]:
                vessel["group"] = f"bz{named:03d}"


def _length_m(boat_class: str, rng: np.random.Generator) -> float:
    spans = {"village": (5.5, 11.5), "supply": (26, 48), "merchant": (80, 190), "patrol": (24, 58)}
    if boat_class in spans:
        return float(rng.uniform(*spans[boat_class]))
    low, high, _ = LENGTH_BANDS[int(rng.choice(3, p=[share for *_, share in LENGTH_BANDS]))]
    return float(rng.uniform(low, high))


def _gear(boat_class: str, length_m: float, rng: np.random.Generator) -> str:
    if boat_class in ("supply", "merchant", "patrol"):
        return "none"
    gears = LARGE_GEARS if length_m >= 20 else SMALL_GEARS
    return str(rng.choice([name for name, _ in gears], p=[share for _, share in gears]))


def _name(boat_class: str, number: int, rng: np.random.Generator) -> tuple[str, str, str, str]:
    """Return id, name in Chinese, name in English and home port; numbers never repeat in a class."""
    if boat_class == "merchant":
        pick = int(rng.integers(len(MERCHANT_NAMES)))
        return f"mv{number}", f"{MERCHANT_NAMES_ZH[pick]}{number}", f"{MERCHANT_NAMES[pick]} {number}", "宁波"
    if boat_class == "visitor":
        zh, short, home, en = VISITOR_PORTS[int(rng.integers(len(VISITOR_PORTS)))]
        return f"{short}{number}", f"{zh}{number}", f"{en} {number}", home
    stem, zh, en = {
        "patrol": ("zgyz33", "中国渔政33", "China Fishery 33"),
        "supply": ("zxyy0", "浙象渔运0", "Zhexiangyuyun 0"),
        "village": ("zxxc0", "浙象乡船0", "Zhexiang Village 0"),
        "fishing": ("zxy", "浙象渔", "Zhexiangyu "),
    }[boat_class]
    return f"{stem}{number}", f"{zh}{number}", f"{en}{number}", "石浦"


def _terminals(serial: int, boat_class: str, length_m: float, rng: np.random.Generator) -> list[str]:
    mmsi = f"{412_900_000 + serial * 7 if boat_class != 'merchant' else 413_900_000 + serial * 7}"
    beidou = f"beidou:{300_000 + serial * 11:07d}"
    if boat_class in ("merchant", "patrol"):
        return [f"ais-a:{mmsi}"]
    if length_m >= 24:
        return [f"{'ais-a' if rng.random() < 0.25 else 'ais-b'}:{mmsi}", beidou]
    if length_m >= 12:
        return [f"ais-b:{mmsi}", beidou] if rng.random() < 0.6 else [f"ais-b:{mmsi}"]
    return [f"ais-b:{mmsi}"] if rng.random() < 0.7 else [f"cell:c{serial:06d}"]


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
    parser.add_argument("--boats", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=16)
    chosen = parser.parse_args()
    files = {name: (chosen.port / name).read_bytes() for name in FILES if (chosen.port / name).exists()}
    files |= {name: table(header, []).encode() for name, header in HEADERS.items()}
    vessels, people = make_register(chosen.boats, chosen.seed, parse_port(files).manning)
    (chosen.port / "vessels.csv").write_text(table(VESSEL_HEADER, vessels), encoding="utf-8", newline="")
    (chosen.port / "people.csv").write_text(table(PERSON_HEADER, people), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
