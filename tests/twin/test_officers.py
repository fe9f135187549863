from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin
from tests.twin.harbour import T0
from tests.twin.quay import CREW, manned_port, register
from twin import officers
from twin.officers import Grade, Officers
from twin.port import ManningPost, PersonRecord
from twin.port_folder import FILES, parse_port

BOOK = Officers.of(manned_port())


@pytest.mark.parametrize(
    ("certificate", "grade"),
    [
        ("一级船长", Grade("deck", 2, 3)),
        ("助理船副", Grade("deck", 1, 0)),
        ("三级轮机长", Grade("engine", 2, 1)),
        ("普通船员", None),
        ("", None),
    ],
)
def test_a_certificate_says_its_side_its_office_and_its_grade(certificate, grade):
    assert officers.grade_of(certificate) == grade


def test_a_full_crew_fills_every_post_and_each_missing_officer_leaves_one_open():
    assert officers.manned(BOOK, 30.0, CREW, T0) == (3, 3)
    assert officers.manned(BOOK, 30.0, ("s", "m", "d1"), T0) == (3, 2)
    assert officers.manned(BOOK, 30.0, ("d1", "d2"), T0) == (3, 0)


def test_of_a_length_without_a_table_nothing_is_said():
    assert officers.manned(BOOK, 36.0, CREW, T0) is None
    assert officers.manned(BOOK, float("nan"), CREW, T0) is None


def test_two_masters_may_fill_the_posts_of_master_and_mate_but_one_of_them_only_one():
    two = manned_port(people=(*register("a"), PersonRecord("s2", "丁", "skipper", "a", "二级船长", None)))
    book = Officers.of(two)
    assert officers.manned(book, 30.0, ("s", "s2", "e"), T0) == (3, 3)
    assert officers.manned(book, 30.0, ("m", "s", "e"), T0) == (3, 3)
    assert officers.manned(book, 30.0, ("s", "e"), T0) == (3, 2)
    assert officers.manned(book, 30.0, ("m", "e"), T0) == (3, 2)


def test_an_expired_certificate_fills_no_post():
    book = Officers.of(manned_port(people=register("a", expires={"m": T0})))
    assert officers.manned(book, 30.0, CREW, T0 - 1) == (3, 3)
    assert officers.manned(book, 30.0, CREW, T0) == (3, 2)


def test_while_a_stranger_could_fill_the_open_post_nobody_can_tell():
    assert officers.manned(BOOK, 30.0, ("s", "m", "stranger"), T0) == (3, None)
    assert officers.manned(BOOK, 30.0, (*CREW, "stranger"), T0) == (3, 3)


def test_the_best_skipper_aboard_counts_and_without_one_the_usual():
    book = Officers.of(manned_port(people=register("a", "b", expires={"s": T0})))
    assert officers.skipper_until_ms(book, "a", ()) == T0
    assert officers.skipper_until_ms(book, "b", ("s", "m")) == T0
    assert officers.skipper_until_ms(book, "c", ("d1",)) is None
    two = (*register("a", expires={"s": T0}), PersonRecord("s2", "丁", "skipper", "a", "二级船长", T0 + 5))
    assert officers.skipper_until_ms(Officers.of(manned_port(people=two)), "a", ("s", "s2")) == T0 + 5
    endless = (*two, PersonRecord("s3", "戊", "skipper", "a", "二级船长", None))
    assert officers.skipper_until_ms(Officers.of(manned_port(people=endless)), "a", ()) is None


papers = st.sampled_from(
    ["一级船长", "二级船长", "三级船长", "二级船副", "助理船副", "一级轮机长", "普通船员"]
)


@given(st.lists(papers, max_size=4), st.lists(papers, max_size=5))
def test_as_many_posts_are_filled_as_can_be(wanted, held):
    posts = tuple(ManningPost(0, 99, "x", paper, 1, "") for paper in wanted)
    people = tuple(PersonRecord(f"p{n}", "", "x", "a", paper) for n, paper in enumerate(held))
    book = Officers.of(manned_port(manning=posts, people=people))
    found = officers.manned(book, 30.0, [one.id for one in people], T0)
    assert (found.filled if found else 0) == slowly([officers.grade_of(w) for w in wanted], held)


def slowly(wanted: list, held: list[str]) -> int:
    """Try every way to seat the first person, or not to seat them at all."""
    if not held:
        return 0
    grade, rest = officers.grade_of(held[0]), held[1:]
    fits = [
        n
        for n, post in enumerate(wanted)
        if post
        and grade
        and post.side == grade.side
        and post.office <= grade.office
        and post.grade <= grade.grade
    ]
    return max([slowly(wanted, rest), *(1 + slowly(wanted[:n] + wanted[n + 1 :], rest) for n in fits)])


def test_the_real_table_is_filled_by_the_usual_crews_of_all_real_boats_but_the_one_meant_to_be_short():
    folder = Path(twin.__file__).parent / "ports" / "shipu"
    shipu = parse_port({name: (folder / name).read_bytes() for name in FILES})
    book = Officers.of(shipu)
    early_ms = 1_700_000_000_000
    short = [
        vessel.id
        for vessel in shipu.vessels
        if vessel.vessel_class == "fishing"
        and (found := officers.manned(book, vessel.length_m, [p.id for p in book.usual[vessel.id]], early_ms))
        and found.filled != found.posts
    ]
    assert short == ["zxy10842"]
