"""The people of a watch, as tests use them."""

import httpx

from tests.api.house import House


class Desk:
    """The people of a watch, each with their own session."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._asked = 0

    async def client(self, role: str) -> httpx.AsyncClient:
        if role not in self._clients:
            self._clients[role] = await self.house.signed_in(role)
        return self._clients[role]

    async def act(self, role: str, verb: str, incident: str = "I-1", **more: object) -> httpx.Response:
        client = await self.client(role)
        self._asked += 1
        if "seen_version" not in more:
            current = (await client.get(f"/api/incidents/{incident}")).json()["incident"]
            more["seen_version"] = current["version"]
        body = {"verb": verb, "request_id": f"{role}-{self._asked}", **more}
        return await client.post(f"/api/incidents/{incident}/acts", json=body)

    async def incident(self, name: str = "I-1") -> dict:
        return (await (await self.client("leader")).get(f"/api/incidents/{name}")).json()


async def distress(house: House) -> None:
    house.fix("ais-b/1", 0, 0)
    await house.turn(1)
    house.sos()
    await house.settle()


PROOF = [{"kind": "call", "text": "skipper says the pump holds, crew of 8 safe"}]
