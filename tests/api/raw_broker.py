"""A TCP server that speaks just enough MQTT 3.1.1 by hand to say what real brokers never would."""

import asyncio

CONNACK = b"\x20\x02\x00\x00"
BAD_USER = b"\x20\x02\x00\x05"


class RawBroker:
    """Answers CONNECT with `connack` (nothing if empty) and SUBSCRIBE with `granted`, then says `says`."""

    def __init__(self, connack=CONNACK, granted=1, says=b""):
        self.connack, self.granted, self.says = connack, granted, says
        self.heard = []
        self.connections = 0

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *end):
        self._server.close()

    def kinds(self):
        return [packet[0] >> 4 for packet in self.heard]

    async def _serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                packet = await self._packet(reader)
                self.heard.append(packet)
                if packet[0] >> 4 == 1:
                    writer.write(self.connack)
                elif packet[0] >> 4 == 8:
                    filters = self._filters(packet)
                    writer.write(bytes([0x90, 2 + filters]) + packet[2:4] + bytes([self.granted]) * filters)
                    writer.write(self.says)
                elif packet[0] >> 4 == 3:
                    after = 4 + int.from_bytes(packet[2:4], "big")
                    writer.write(b"\x40\x02" + packet[after : after + 2])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _packet(self, reader):
        head, length = await reader.readexactly(2)
        if length & 128:
            length = (length & 127) + 128 * (await reader.readexactly(1))[0]
        return bytes([head, 0]) + await reader.readexactly(length)

    def _filters(self, packet):
        count, at = 0, 4
        while at < len(packet):
            at += 3 + int.from_bytes(packet[at : at + 2], "big")
            count += 1
        return count


def publish(topic, payload, mid):
    """A QoS 1 PUBLISH of raw topic bytes; short ones only."""
    body = len(topic).to_bytes(2, "big") + topic + mid.to_bytes(2, "big") + payload
    return bytes([0x32, len(body)]) + body
