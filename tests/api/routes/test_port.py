from tests.api.hand_clock import HandClock
from tests.api.house import House


async def test_a_zone_is_drawn_versioned_and_survives_a_restart_and_a_bad_one_changes_nothing(tmp_path):
    square = [[122.05, 29.05], [122.06, 29.05], [122.06, 29.06], [122.05, 29.06], [122.05, 29.05]]
    bow_tie = [[122.05, 29.05], [122.06, 29.06], [122.06, 29.05], [122.05, 29.06], [122.05, 29.05]]
    swapped = [[lat, lon] for lon, lat in square]

    def asked(ring: list, request_id: str) -> dict:
        properties = {"id": "reef", "name_zh": "礁", "name_en": "Reef", "kind": "forbidden", "source": "test"}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        return {"request_id": request_id, "feature": feature}

    async with House(tmp_path) as first:
        admin = await first.signed_in("admin")
        for ring in (bow_tie, square[:3], swapped):
            answer = await admin.put("/api/zones/reef", json=asked(ring, f"bad-{len(ring)}-{ring[0][0]}"))
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
        answer = await admin.put("/api/zones/reef", json=asked(square, "good"))
        assert (answer.status_code, answer.json()["version"]) == (200, 2), answer.text
        await first.leave(politely=False)
        async with House(tmp_path, HandClock(first.clock.now_ms() + 1000)) as second:
            client = await second.signed_in("viewer")
            features = (await client.get("/api/zones")).json()["features"]
            reef = next(f for f in features if f["properties"]["id"] == "reef")
            assert reef["properties"]["version"] == 2
            assert sorted(map(tuple, reef["geometry"]["coordinates"][0])) == sorted(map(tuple, square))


async def test_the_port_and_its_chart_are_told(house):
    async with await house.signed_in("township") as client:
        port = (await client.get("/api/port")).json()
        assert (port["id"], port["realm"], port["gates"][0]["id"]) == ("test", "sim", "east")
        assert port["open_at"] == {"lon": 122.0, "lat": 29.0, "zoom": 10.5}
        land = await client.get("/api/chart/land")
        assert land.json()["type"] == "FeatureCollection"
        zones = (await client.get("/api/zones")).json()
        assert {f["properties"]["kind"] for f in zones["features"]} >= {"harbour", "forbidden", "permitted"}


async def test_a_recording_from_elsewhere_opens_the_map_where_its_boats_are(house):
    body = {"t_ms": house.clock.now_ms(), "lon": -74.0, "lat": 40.6, "sog_kn": 5.0, "via": "rx"}
    house.hear("terminal/ais-a/366000001/fix", body)
    await house.turn(2)
    async with await house.signed_in("viewer") as client:
        opened = (await client.get("/api/port")).json()["open_at"]
    assert (round(opened["lon"]), round(opened["lat"])) == (-74, 41)
