"""A port folder on disk: the only place where its files are read."""

from pathlib import Path

from twin.port import ConfigError, ConfigFault, Port
from twin.port_folder import FILES, parse_port
from twin.wire import ID_PATTERN

LAND_FILE = "land.geojson"
BUILT_IN = Path(__file__).parents[1] / "twin" / "ports"
"""The folder of the port folders that the distribution carries."""


def read_port(folder: Path) -> Port:
    """Return the port that a folder describes.

    Raises:
        ConfigError: the folder or a file cannot be read, or anything in them is wrong; every fault is named.
    """
    return parse_port(read_files(folder))


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the contents of those files of a port folder that are there.

    Raises:
        ConfigError: the folder is not there, or a file in it cannot be read.
    """
    if not folder.is_dir():
        known = ", ".join(sorted(each.name for each in BUILT_IN.iterdir() if each.is_dir()))
        remedy = f"Name a port folder; built in are: {known}"
        raise ConfigError([ConfigFault(str(folder), "the folder", "is not there", remedy)])
    faults: list[ConfigFault] = []
    files: dict[str, bytes] = {}
    for name in FILES:
        try:
            files[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as fault:
            faults.append(
                ConfigFault(name, "the file", f"cannot be read: {fault.strerror}", "Let it be read")
            )
    if faults:
        raise ConfigError(faults)
    return files


def port_folder(port: str) -> Path:
    """Return the folder meant by `--port`: the name of a built-in port, or a path."""
    if ID_PATTERN.match(port) and (BUILT_IN / port).is_dir():
        return BUILT_IN / port
    return Path(port)


def land_path(folder: Path) -> Path | None:
    """Return the chart of the land in a port folder, GeoJSON in degrees WGS-84, or None without one."""
    path = folder / LAND_FILE
    return path if path.is_file() else None
