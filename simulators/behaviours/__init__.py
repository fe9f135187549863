"""What boats do: one file a behaviour, each a function from the scene and a row to the boat's next plan."""

from collections.abc import Callable

from simulators.behaviours import (
    adrift,
    drift,
    enter_zone,
    gillnet,
    lane,
    leave,
    leave_zone,
    moored,
    obey,
    patrol,
    return_home,
    transit,
    trawl,
)
from simulators.scene import Plan, Scene

PLANS: dict[str, Callable[[Scene, int], Plan]] = {
    "moored": moored.plan,
    "leave": leave.plan,
    "transit": transit.plan,
    "trawl": trawl.plan,
    "gillnet": gillnet.plan,
    "drift": drift.plan,
    "adrift": adrift.plan,
    "patrol": patrol.plan,
    "lane": lane.plan,
    "return": return_home.plan,
    "obey": obey.plan,
    "leave-zone": leave_zone.plan,
    "enter-zone": enter_zone.plan,
}
"""Every behaviour by the word that scenarios use."""
