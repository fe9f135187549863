import aiomqtt
import pytest

from simulators.line import Broker, Line

NOWHERE = Broker("127.0.0.1", 1, "simulator", "x")


async def test_a_letter_over_a_broken_line_is_refused_and_not_lost_in_silence():
    line = Line(NOWHERE, aiomqtt.Will("yugang/sim/shipu/feed/a/heartbeat", b"{}", qos=1))
    with pytest.raises(aiomqtt.MqttCodeError, match="not currently connected"):
        line.drop("yugang/sim/shipu/terminal/ais-b/1/fix", b"{}")


def test_a_password_never_stands_in_a_log():
    assert "geheim" not in repr(Broker("h", 1, "simulator", "geheim", "session"))
