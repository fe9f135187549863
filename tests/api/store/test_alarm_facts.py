from api.store import alarm_facts
from tests.api.desk import PROOF, Desk, distress
from tests.twin.harbour import T0


async def test_a_case_of_yesterday_is_known_and_an_older_one_is_not(house, monkeypatch):
    monkeypatch.setattr(alarm_facts, "PAGE", 2)
    await distress(house)
    await Desk(house).act("officer", "acknowledge")

    def read(from_ms):
        return house.books.reader.ask(
            lambda connection: alarm_facts.read_record(connection, from_ms, from_ms + 2 * alarm_facts.WARM_MS)
        )

    assert (await read(T0)).cases["I-1"].acks_s
    assert (await read(T0 + alarm_facts.WARM_MS)).cases["I-1"].acks_s
    assert (await read(T0 + 2 * alarm_facts.WARM_MS)).cases == {}


async def test_the_span_of_a_journal_is_from_its_first_fact_to_its_last(house):
    await distress(house)
    first, last = await house.books.reader.ask(alarm_facts.span)
    assert T0 <= first <= last <= house.clock.now_ms()


async def test_an_alert_that_has_ended_since_is_known_to_have_stood(house, monkeypatch):
    monkeypatch.setattr(alarm_facts, "WARM_MS", 0)
    await distress(house)
    stood_ms = house.clock.now_ms() + 1
    await house.turn(1)
    desk = Desk(house)
    await desk.act("officer", "acknowledge")
    assert (await desk.act("dispatcher", "resolve", evidence=PROOF, note="pump holds")).status_code == 200
    await house.turn(1)
    for at_ms, known in ((stood_ms, ["sos"]), (house.clock.now_ms(), [])):
        record = await house.books.reader.ask(
            lambda connection, at_ms=at_ms: alarm_facts.read_record(connection, at_ms, at_ms + 1)
        )
        assert [life.rule for life in record.lives.values()] == known


async def test_an_alert_that_stands_is_known_however_old_it_is(house):
    await distress(house)
    from_ms = T0 + 2 * alarm_facts.WARM_MS
    record = await house.books.reader.ask(
        lambda connection: alarm_facts.read_record(connection, from_ms, from_ms + 1)
    )
    assert [life.rule for life in record.lives.values()] == ["sos"]
