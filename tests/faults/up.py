"""Starts a house as `yugang up` does and tells its parent where it stands: `python up.py HOME WEB MQTT`."""

import asyncio
import sys
from pathlib import Path

import msgspec

from api.house import Opened, run_house
from api.settings import HouseOptions


def say(opened: Opened) -> None:
    sys.stdout.write(msgspec.json.encode(opened).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    home, web, mqtt = sys.argv[1:]
    options = HouseOptions(
        home=Path(home), listen=f"127.0.0.1:{web}", mqtt_listen=f"127.0.0.1:{mqtt}", simulator=False
    )
    asyncio.run(run_house(options, say))
