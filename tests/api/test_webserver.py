from tests.api.viewer import Viewer, dial


async def test_a_frame_that_is_too_large_closes_the_connection(house):
    address = await house.listen()
    async with dial(house, address, await house.secret_of("viewer")) as client:
        await client.send("x" * 100_000)
        assert await Viewer(client).closed() == 1009
