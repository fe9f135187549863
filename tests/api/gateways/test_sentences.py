import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.gateways.sentences import (
    MAX_LINE_BYTES,
    PassedOver,
    Rejected,
    Sentence,
    checksum,
    instant_ms,
    read_line,
)

BARE = b"!AIVDM,1,1,,A,15DCR`000BbmIUadM6ia1Pn40@28,0*41"
SECONDS = 1_327_664_821
AT_MS = SECONDS * 1000


def tag_block(content: bytes) -> bytes:
    return b"\\%s*%02X\\" % (content, checksum(content))


@pytest.mark.parametrize(
    ("line", "time_ms"),
    [
        (BARE, None),
        (BARE + b"\r\n", None),
        (BARE + b",1327664821", AT_MS),
        (BARE + b",1327664821.25", AT_MS + 250),
        (BARE + b",1327664821087", AT_MS + 87),
        (BARE + b",s22509,d-098,T57.93,x01,r003669945,1327664821", AT_MS),
        (BARE + b",rORBCOMM01", None),
        (b"1327664821 " + BARE, AT_MS),
        (b"1327664821087\t" + BARE, AT_MS + 87),
        (b"1327664821," + BARE, AT_MS),
        (b"[1327664821] " + BARE, AT_MS),
        (b"2012-01-27T11:47:01Z " + BARE, AT_MS),
        (b"2012-01-27 11:47:01.5 " + BARE, AT_MS + 500),
        (b"2012-01-27T19:47:01+08:00;" + BARE, AT_MS),
        (tag_block(b"s:r003,c:1327664821") + BARE, AT_MS),
        (tag_block(b"c:1327664821087,s:r003") + BARE, AT_MS + 87),
        (tag_block(b"g:1-2-1234,s:r003,n:7") + BARE, None),
        (tag_block(b"s:r003") + tag_block(b"c:1327664821") + BARE, AT_MS),
        (b"UdPbC\0" + tag_block(b"s:AI0001,c:1327664821") + BARE + b"\r\n", AT_MS),
        (b"UdPbC\0" + BARE, None),
    ],
)
def test_a_sentence_is_read_in_every_dress_with_its_receive_time(line: bytes, time_ms: int | None):
    sentence = read_line(line)
    assert isinstance(sentence, Sentence)
    assert (sentence.raw, sentence.received_ms, sentence.remark) == (BARE, time_ms, None)
    assert sentence.payload == b"15DCR`000BbmIUadM6ia1Pn40@28"


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        (b"\\s:r003,c:1327664821*00\\" + BARE, "tag-block"),
        (tag_block(b"c:12") + BARE, "receive-time"),
        (BARE + b",99999999999999999", "receive-time"),
        (b"0000-00-00T99:99 " + BARE, "receive-time"),
    ],
)
def test_a_time_that_cannot_be_believed_is_left_out_and_remarked_but_the_sentence_stays(
    line: bytes, remark: str
):
    sentence = read_line(line)
    assert isinstance(sentence, Sentence)
    assert (sentence.received_ms, sentence.remark) == (None, remark)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (b"", PassedOver("blank")),
        (b"\r\n", PassedOver("blank")),
        (b"$GPZDA,114703.52,27,01,2012,,*64", PassedOver("not-ais")),
        (b"!AIPWR,UNIT=0,PWV", PassedOver("not-ais")),
        (b"station restarted", Rejected("bad-sentence")),
        (BARE[:-2] + b"42", Rejected("checksum")),
        (BARE.replace(b"BbmI", b"BbmJ"), Rejected("checksum")),
        (b"!BSVDM,1,1,,A,3", Rejected("no-checksum")),
        (b"!=IVDM,1,1,,B,18JSmJ001I8FrFslKlEAL1EV0@NK,0*", Rejected("no-checksum")),
        (
            b"!ABVDM,1,1,6,A,17P=e23000bngMBVDM,1,1,7,A,14W:<b0u@LboM1ue6QlMp0b:85KD,0*58",
            Rejected("checksum"),
        ),
        (BARE + b" " * MAX_LINE_BYTES, Rejected("too-long")),
    ],
)
def test_a_line_without_a_sound_sentence_says_why(line: bytes, outcome: PassedOver | Rejected):
    assert read_line(line) == outcome


@pytest.mark.parametrize(
    "body",
    [
        b"AIVDM,1,2,,A,15DCR`000BbmIUadM6ia1Pn40@28,0",
        b"AIVDM,0,1,,A,15DCR`000BbmIUadM6ia1Pn40@28,0",
        b"AIVDM,1,1,,A,15DCR`000BbmIUadM6ia1Pn40@28,6",
        b"AIVDM,1,1,,A,15DCR`00zBbmIUadM6ia1Pn40@28,0",
        b"AIVDM,1,1,,A," + b"1" * 201 + b",0",
        b"AIVDM,1,1,,A,15DCR`000BbmIUadM6ia1Pn40@28",
    ],
)
def test_a_sound_checksum_does_not_excuse_a_wrong_form(body: bytes):
    assert read_line(b"!%s*%02X" % (body, checksum(body))) == Rejected("bad-sentence")


@given(st.integers(0, len(BARE) - 4), st.integers(1, 255))
def test_any_single_damaged_byte_before_the_checksum_is_noticed(place: int, damage: int):
    line = bytearray(BARE)
    line[place] ^= damage
    assert not isinstance(read_line(bytes(line)), Sentence)


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda junk: junk + BARE + junk)))
@example(b"\\c:1*52\\" * 40 + BARE)
@example(b"0001-01-01T00:00:00+23:59 " + BARE)
@example(b"9999-12-31T23:59:59-23:59 " + BARE)
def test_no_line_of_bytes_raises(line: bytes):
    assert isinstance(read_line(line), Sentence | Rejected | PassedOver)


@given(st.text("0123456789.:-+TZ ", max_size=40))
def test_no_text_raises_as_an_instant(text: str):
    instant = instant_ms(text)
    assert instant is None or isinstance(instant, int)
