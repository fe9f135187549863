"""The cast: the named boats at the top of every register, for scenarios; `simulators.cast_page` lists them.

Ids, gear, length, class, crew and terminals of the cast never change with the seed or the size of the
register, so that a scenario may name them.
"""

from typing import NamedTuple

from twin.wire import Words

GILLNET, TRAWL = "gillnet", "trawl"
MERCHANT_ZH = {"Xin Hai Yun": "新海运", "Rui Ning": "瑞宁", "Dong Fang Shun": "东方顺", "Yong Tai": "甬泰"}
STEMS = {
    "zgyz": Words("中国渔政", "China Fishery "),
    "zxyy": Words("浙象渔运", "Zhexiangyuyun "),
    "zxxc": Words("浙象乡船", "Zhexiang Village "),
    "zxy": Words("浙象渔", "Zhexiangyu "),
    "zly": Words("浙岭渔", "Zhelingyu "),
    "mxy": Words("闽霞渔", "Minxiayu "),
}
HOMES = {"zly": "温岭石塘", "mxy": "霞浦三沙"}


class Part(NamedTuple):
    """One boat of the cast.

    Attributes:
        kinds: kinds of its terminals, blank-separated; their numbers follow from its place in the cast.
        wind_class: Beaufort force it is certified for.
        use: what a scenario takes it for.
        group, pair: the boats it sails with, and the one it tows a trawl with.
        crew: persons aboard where that matters; 0 = as its length says.
        short: posts by law that nobody holds; expired = its skipper's certificate has run out.
    """

    id: str
    vessel_class: str
    gear: str
    length_m: float
    kinds: str
    wind_class: int
    use: Words
    group: str = ""
    pair: str = ""
    crew: int = 0
    short: bool = False
    expired: bool = False
    name: str = ""

    def words(self) -> Words:
        """Return the name painted on the hull."""
        if self.name:
            number = self.id.removeprefix("mv")
            return Words(f"{MERCHANT_ZH[self.name]}{number}", f"{self.name} {number}")
        stem = next(stem for stem in STEMS if self.id.startswith(stem))
        number = self.id.removeprefix(stem)
        return Words(f"{STEMS[stem].zh}{number}", f"{STEMS[stem].en}{number}")

    @property
    def home(self) -> str:
        """The port it belongs to."""
        return "宁波" if self.name else HOMES.get(self.id[:3], "石浦")


def _fishing(number: int, gear: str, length_m: float, kinds: str, wind: int, use: Words) -> Part:
    return Part(f"zxy{number}", "fishing", gear, length_m, kinds, wind, use)


def _ship(number: int, name: str, length_m: float, use: Words) -> Part:
    return Part(f"mv{number}", "merchant", "none", length_m, "ais-a", 10, use, name=name)


BOTH = "ais-b beidou"
CAST: tuple[Part, ...] = (
    _fishing(10009, GILLNET, 28.0, BOTH, 9, Words("刺网船", "gill-netter")),
    _fishing(10421, GILLNET, 28.0, BOTH, 8, Words("刺网船", "gill-netter")),
    _fishing(10457, "pots", 10.3, "ais-b", 7, Words("小型笼壶船", "small pot boat")),
    _fishing(10470, TRAWL, 38.7, "ais-a beidou", 9, Words("AIS A 级拖网船", "trawler with class A")),
    _fishing(10721, TRAWL, 40.0, BOTH, 9, Words("对拖主船", "pair trawler"))._replace(
        group="bz-pair", pair="zxy10722"
    ),
    _fishing(10506, GILLNET, 13.8, "ais-b", 7, Words("只有 AIS B", "AIS class B only")),
    _fishing(10722, TRAWL, 40.0, BOTH, 9, Words("对拖副船", "its pair"))._replace(
        group="bz-pair", pair="zxy10721"
    ),
    Part("mv262", "merchant", "none", 186.7, "ais-a", 10, Words("商船", "merchant ship"), name="Xin Hai Yun"),
    Part("zly60012", "visitor", GILLNET, 32.0, BOTH, 8, Words("外港刺网船", "visiting gill-netter")),
    _fishing(10633, "stow-net", 30.0, BOTH, 8, Words("帆张网船", "stow-netter")),
    _fishing(10560, TRAWL, 36.1, BOTH, 9, Words("单拖", "single trawler")),
    Part("zxyy00311", "supply", "none", 46.7, BOTH, 9, Words("渔运船", "supply boat")),
    _fishing(10597, TRAWL, 43.0, BOTH, 9, Words("单拖", "single trawler")),
    Part("zgyz33166", "patrol", "none", 39.9, "ais-a", 10, Words("渔政船", "patrol boat")),
    _fishing(10612, "purse-seine", 41.9, BOTH, 9, Words("灯光围网船", "purse seiner with lights")),
    Part("zxxc00031", "village", GILLNET, 7.5, "cell", 6, Words("只有手机终端", "cell terminal only")),
    Part("zxxc00032", "village", "pots", 9.0, "ais-b", 6, Words("只有 AIS B", "AIS class B only")),
    Part(
        "zxyy00116",
        "supply",
        "none",
        38.0,
        BOTH,
        8,
        Words("机舱进水一案（2016-12-27，六人）", "the flooding case of 2016-12-27, six aboard"),
        crew=6,
    ),
    _fishing(10675, GILLNET, 33.6, "ais-a beidou", 9, Words("AIS A 级刺网船", "gill-netter with class A")),
    _ship(146, "Rui Ning", 139.1, Words("商船", "merchant ship")),
    Part("zxxc00033", "village", "longline", 6.2, "cell", 6, Words("只有手机终端", "cell terminal only")),
    Part("zgyz33018", "patrol", "none", 28.5, "ais-a beidou", 9, Words("渔政快艇", "small patrol boat")),
    Part("mxy60027", "visitor", TRAWL, 38.0, "ais-b", 8, Words("外港拖网船", "visiting trawler")),
    _ship(270, "Dong Fang Shun", 150.0, Words("商船", "merchant ship")),
    _ship(296, "Yong Tai", 148.7, Words("商船", "merchant ship")),
    _ship(301, "Rui Ning", 225.0, Words("大型散货船", "large bulk carrier")),
    _fishing(10648, "longline", 26.0, BOTH, 8, Words("钓船，休渔期可作业", "longliner, fishes in the ban")),
    *(
        _fishing(
            10801 + place,
            GILLNET,
            30.0,
            BOTH,
            8,
            Words(f"五船编组之{place + 1}", f"boat {place + 1} of the group of five"),
        )._replace(group="bz-five")
        for place in range(5)
    ),
    _fishing(10811, GILLNET, 25.0, "beidou", 8, Words("只有北斗", "BeiDou only")),
    _fishing(10812, TRAWL, 34.0, "ais-b beidou cell", 9, Words("三种终端", "three terminals")),
    _fishing(10813, GILLNET, 27.0, "ais-a beidou", 8, Words("北斗与 AIS A", "BeiDou and class A")),
    _fishing(10831, GILLNET, 12.5, "ais-b cell", 6, Words("抗风等级低", "low wind class")),
    _fishing(10841, TRAWL, 37.0, BOTH, 9, Words("船长证书过期", "skipper's certificate expired"))._replace(
        expired=True
    ),
    _fishing(10842, GILLNET, 27.0, BOTH, 8, Words("缺一名职务船员", "one post not filled"))._replace(
        short=True
    ),
    _fishing(10851, TRAWL, 44.0, BOTH, 9, Words("船排中的大船", "large boat for a raft")),
    _fishing(10852, TRAWL, 44.0, BOTH, 9, Words("船排中的大船", "large boat for a raft")),
    _fishing(12040, GILLNET, 36.2, BOTH, 8, Words("刺网船", "gill-netter")),
)
"""Every boat is fictional (示例); zxyy00116 borrows the number of the case it is for (domain.md §1.1)."""


def terminals_of(place: int) -> str:
    """Return the terminals of the boat at a place in the cast, as `kind:id` keys."""
    part = CAST[place]
    mmsi = (413_900_000 if part.vessel_class == "merchant" else 412_900_000) + place * 7
    numbers = {
        "ais-a": f"{mmsi}",
        "ais-b": f"{mmsi}",
        "beidou": f"{300_000 + place * 11:07d}",
        "cell": f"c{place:06d}",
    }
    return " ".join(f"{kind}:{numbers[kind]}" for kind in part.kinds.split())
