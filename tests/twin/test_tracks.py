"""The index of the tracks against walking over all of them, whatever comes, goes and changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.tracks import Track, Tracks, indexed
from twin.watched_pairs import ACTIVE, PENDING

SUBJECTS, ABOUTS, RULES = ("a", "b"), (None, "g", "h"), ("near", "far")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("put", "take", "cease", "grow", "worsen")),
        st.sampled_from(RULES),
        st.sampled_from(SUBJECTS),
        st.sampled_from(ABOUTS),
    ),
    max_size=30,
)


def walked(tracks: Tracks, rule: str) -> tuple[dict, dict, dict]:
    mine = [track for track in tracks.values() if track.rule == rule]
    tracked = {s: {t.about for t in mine if t.subject == s} for s in {t.subject for t in mine}}
    held = {(t.subject, t.about): t.priority for t in mine if t.holds}
    steady = {(t.subject, t.about): t.priority for t in mine if t.holds and t.graver_since_ms < 0}
    return tracked, held, steady


def play(tracks: Tracks, deed: str, one: Track) -> None:
    standing = tracks.get(one.key)
    if deed == "put" and standing is None:
        tracks[one.key] = one
    elif standing is not None and deed == "take":
        del tracks[one.key]
    elif standing is not None:
        standing.phase = "active"
        standing.off_since_ms = 1 if deed == "cease" else -1
        standing.graver_since_ms = 1 if deed == "grow" else -1
        standing.priority = 3 if deed == "cease" else 2
        tracks.note(standing)


@given(DEEDS)
def test_the_index_says_what_walking_over_all_tracks_says(deeds):
    tracks = Tracks()
    for deed, rule, subject, about in deeds:
        play(tracks, deed, Track(rule, subject, about, "pending", 0, 0, 4))
        for name in RULES:
            tracked = {subject: set(abouts) for subject, abouts in tracks.tracked(name).items()}
            assert (tracked, dict(tracks.held(name)), dict(tracks.steady(name))) == walked(tracks, name)
    again = Tracks(tracks)
    assert [again.tracked(name) for name in RULES] == [tracks.tracked(name) for name in RULES]


def test_pairs_are_columns_that_move_with_the_tracks():
    tracks, row_of = Tracks(), {"a": 1, "b": 2, "c": 0}
    tracks["one"] = Track("near", "a", None, "pending", 5, 0, 3, other="b")
    assert tracks.pairs("near", row_of).first.tolist() == [1]
    tracks["two"] = Track("near", "b", None, "active", 6, 0, 2, changed_ms=7, other="c")
    tracks["zone"] = Track("near", "b", "g", "active", 6, 0, 2)
    tracks["far"] = Track("far", "a", None, "active", 6, 0, 2, other="c")
    tracks["one"].graver_since_ms = 9
    tracks.note(tracks["one"])
    watched = tracks.pairs("near", row_of)
    assert (watched.first.tolist(), watched.second.tolist()) == ([0, 1], [2, 2])
    standing = watched.at(watched.places(watched.keys))
    assert (standing.phase.tolist(), standing.priority.tolist()) == ([ACTIVE, PENDING], [2, 3])
    assert (standing.graver_ms.tolist(), standing.changed_ms.tolist()) == ([-1, 9], [7, -1])
    del tracks["two"], tracks["zone"]
    assert tracks.pairs("near", row_of).first.tolist() == [1]


def test_a_store_tells_of_tracks_and_of_nothing_else_through_this_hook():
    with pytest.raises(NotImplementedError):  # msgspec's word from a `dec_hook` for a kind it does not know
        indexed(set, [])
