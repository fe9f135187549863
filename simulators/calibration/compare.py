"""The comparison: which recordings, beside which simulated boats, and the reasons for which they differ."""

from pathlib import Path

import numpy as np

from simulators.calibration.lines import Line, Section, class_lines, gear_lines, observed_lines
from simulators.calibration.measures import AT_REST_KN, measured, repeats, share, thinned
from simulators.calibration.played import Heard, listen
from simulators.player import Player
from simulators.recordings import Observed, Sentence, Tracks, read_observed, read_tracks, sentences, unfit
from simulators.scenario import Scenario
from twin.port_folder import FILES, parse_port

PORT = Path(__file__).parents[2] / "twin" / "ports" / "shipu"
START_MS = 1_573_430_400_000
"""2019-11-11 00:00 UTC, when the recording of fishing boats begins: the same season and hour of day."""
BEIDOU_FILE = "ais/zhihai_fishing_36h.parquet"
AIS_FILE = "ais/us_marinecadastre_20220103_99999.parquet"
SENTENCES_FILES = ("nmea/amsa_australia_34k.txt.gz",)
OBSERVED_FILE = "labels/ices_wkssfgeo_labelled_fishing.parquet"
GEARS = ("trawl", "purse-seine", "gillnet")
THINNED_S = 60.0
"""MarineCadastre publishes a vessel's reports more than a minute apart."""
LONGEST_H = 24.0 * 31
MOST_BOATS = 3_000

_PORT = (
    "the recording holds boats chosen for their gear, wherever they were; how many lie in the simulated "
    "port is set by its opening (a working day) and by trips"
)
_CLASSES = "recorded are merchant ships and yachts of Australia and the USA, simulated a fishing fleet"
_LIES = (
    "some recorded trawlers lie for an hour or two between tows, mending or waiting; simulated ones tow, "
    "haul and go home"
)
_LEGS = "a simulated boat's cruising speed follows from her length; recorded ones also steam at 5-6 kn"
WHYS: dict[str, dict[str, str]] = {
    "trawl": {
        "fixes in stays": _PORT,
        "exact": _PORT,
        "speed of legs": _LEGS,
        "at work: length of such stops": _LIES,
    },
    "purse-seine": {
        "reporting interval": "a few recorded boats report every minute and weigh a twentieth of all fixes",
    },
    "gillnet": {
        "reporting interval": "terminals set to half an hour are more frequent among recorded gill-netters; "
        "simulated terminals know no gear",
        "gaps over 30 min": "the same terminals",
        "fixes in stays": _PORT,
        "at work: turns": "recorded boats work many short strings; simulated nets are long",
    },
    "ais-a": {
        "below 0.5 kn": "many recorded ships at rest keep the status under way, and so report every 10 s "
        "(M.1371-5 table 1); simulated crews set it"
    },
    "ais-b": {},
    "all": {
        "vessels of class B, sentences": _CLASSES,
        "vessels of class B, decoded": _CLASSES,
        "class A reports below 0.5 kn, sentences": _CLASSES,
        "class A reports moored or at anchor, sentences": _CLASSES,
        "exact repeats, decoded": "the publisher rounds places to 1e-5 degrees, a metre; here they are not",
    },
    "observed": {
        "steaming": "some recorded potters do 10-14 kn; simulated ones cruise by their length",
        "fishing": "observers labelled runs between strings as fishing; simulated boats work one net",
    },
}
"""By section and the beginning of a line's name, why they differ with good reason."""


def compared(folder: Path, boats: int, hours: float, seed: int) -> list[Section]:
    """Return every section, the simulated world played for it.

    Args:
        folder: where the recordings are.
        boats: how many of the register sail, 1..3000.
        hours: how long, 0..744.
        seed: of every random draw.

    Raises:
        ConfigError: a recording is missing or unfit, or an option is out of range.
    """
    for name in (BEIDOU_FILE, AIS_FILE, *SENTENCES_FILES, OBSERVED_FILE):
        if not (folder / name).is_file():
            raise unfit(folder / name, "is not there", "Name the folder with --recordings, or in YUGANG_DATA")
    if not (1 <= boats <= MOST_BOATS and 0 < hours <= LONGEST_H and seed >= 0):
        what = f"--boats {boats} --hours {hours:g} --seed {seed}"
        raise unfit(PORT, what, f"1..{MOST_BOATS} boats, up to {LONGEST_H:g} hours, a seed from 0 on")
    heard = listen(_player(boats, seed), hours)
    return [*_gears(folder, heard), *_ais(folder, heard), _observed(folder, heard)]


def conditions(boats: int, hours: float, seed: int) -> str:
    """Return how the page was made."""
    return (
        f"Made by `python -m simulators.calibration --boats {boats} --hours {hours:g} --seed {seed}` with "
        f"the built-in port `{PORT.name}`, no scenario, beginning at the season and hour of the recording "
        "of fishing boats."
    )


def _player(boats: int, seed: int) -> Player:
    port = parse_port({name: (PORT / name).read_bytes() for name in FILES if (PORT / name).exists()})
    return Player(port, (PORT / "land.geojson").read_bytes(), seed, boats, START_MS, Scenario())


def _gears(folder: Path, heard: Heard) -> list[Section]:
    real = read_tracks(folder / BEIDOU_FILE)
    ours = heard.tracks.only(kind="beidou")
    return [
        Section(
            f"{gear.capitalize()}, by BeiDou",
            f"`{BEIDOU_FILE}`: {_count(real, gear)} boats in 36 h; simulated: {_count(ours, gear)}",
            gear_lines(measured(ours.only(gear=gear)), measured(real.only(gear=gear)), WHYS[gear]),
        )
        for gear in GEARS
    ]


def _count(tracks: Tracks, gear: str) -> int:
    return len(np.unique(tracks.only(gear=gear).vessel))


def _ais(folder: Path, heard: Heard) -> list[Section]:
    real = read_tracks(folder / AIS_FILE)
    ours = thinned(heard.tracks.at(_is_ais(heard.tracks)), THINNED_S)
    classes = [
        Section(
            f"AIS class {kind[-1].upper()}, reports over a minute apart",
            f"`{AIS_FILE}`: mostly within 25 minutes, so filtered when published; simulated: the same filter",
            class_lines(measured(ours.only(kind=kind)), measured(real.only(kind=kind)), WHYS[kind]),
        )
        for kind in ("ais-a", "ais-b")
    ]
    return [*classes, _sentences(folder, heard, real)]


def _is_ais(tracks: Tracks) -> np.ndarray:
    return np.char.startswith(np.array(tracks.kind), "ais")[tracks.vessel]


def _sentences(folder: Path, heard: Heard, real: Tracks) -> Section:
    said = [sentence for name in SENTENCES_FILES for sentence in sentences(folder / name)]
    ours = heard.tracks.at(_is_ais(heard.tracks))
    whys = WHYS["all"]

    def line(name: str, simulated: float, recorded: float, factor: float, slack: float) -> Line:
        return Line(name, "%", simulated, recorded, factor, slack, whys.get(name, ""))

    return Section(
        "AIS, all of it",
        f"`{SENTENCES_FILES[0]}`: {len(said):,} position reports; `{AIS_FILE}`",
        [
            line("vessels of class B, sentences", _class_b(ours), _said_b(said), 1.5, 5.0),
            line("vessels of class B, decoded", _class_b(ours), _class_b(real), 1.5, 5.0),
            line(
                "class A reports below 0.5 kn, sentences",
                share(ours.only(kind="ais-a").sog_kn < AT_REST_KN),
                share(np.array([each.sog_kn for each in said if each.is_a]) < AT_REST_KN),
                1.5,
                5.0,
            ),
            line(
                "class A reports moored or at anchor, sentences",
                share(np.isin(heard.status[heard.status >= 0], (1, 5))),
                share(np.isin([each.status for each in said if each.is_a], (1, 5))),
                1.5,
                5.0,
            ),
            line("exact repeats, decoded", repeats(measured(ours)), repeats(measured(real)), 1.5, 5.0),
        ],
    )


def _class_b(tracks: Tracks) -> float:
    return share(np.array(tracks.kind)[np.unique(tracks.vessel)] == "ais-b")


def _said_b(said: list[Sentence]) -> float:
    is_a = {each.mmsi: each.is_a for each in said}
    return share(~np.array(list(is_a.values()), dtype=np.bool_))


def _observed(folder: Path, heard: Heard) -> Section:
    real = read_observed(folder / OBSERVED_FILE)
    passive = np.isin(real.gear, ("pots", "gillnet"))
    kept = Observed(real.gear[passive], real.doing[passive], real.sog_kn[passive])
    return Section(
        "Small boats with pots and nets, as observers aboard labelled them",
        f"`{OBSERVED_FILE}`: {len(kept.sog_kn):,} labelled fixes; simulated: boats under 12 m, every minute",
        observed_lines(heard.observed, kept, WHYS["observed"]),
    )
