async def test_without_a_built_page_the_way_to_build_it_is_told(house):
    async with house.client() as client:
        answer = await client.get("/")
        assert answer.status_code == 503
        assert "make setup" in answer.json()["detail"]


async def test_only_files_of_the_built_page_are_served(house):
    house.page["index.html"] = (b"<!doctype html>", "text/html; charset=utf-8")
    house.page["assets/a.js"] = (b"1", "text/javascript")
    async with house.client() as client:
        assert (await client.get("/")).text == "<!doctype html>"
        assert "immutable" in (await client.get("/assets/a.js")).headers["cache-control"]
        for path in ("/assets/", "/assets/b.js", "/index.html/", "/api/page/index.html"):
            assert (await client.get(path)).status_code == 404, path
