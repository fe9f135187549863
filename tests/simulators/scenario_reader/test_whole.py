import pytest

HEAD = 'title = { zh = "离区", en = "Stray" }\nabout = "x"\nlasts_s = 1200\n'
STRAY = '[[expect]]\nid = "stray"\nrule = "left-zone"\nby_s = 120\n'
DOWN = '[[expect]]\nid = "down"\nfact = "feed-changed"\nby_s = 120\n'
TASK = '[[task]]\nid = "t"\non = "stray"\nrole = "officer"\ndoes = "verify"\nwithin_s = 9\nsource = "x"\n'
GOAL = '[[objective]]\nid = "goal"\ntext = "x"\nmet_by = ["stray", "t"]\n'
SOS = '[[script]]\nat_s = 7\nvessel = "zxy10009"\nbehaviour = "sos"\nkind = "fire"\n'
CUT = '[[inject]]\nkind = "twin-restart"\nat_s = 7\nfor_s = 60\n'


def test_a_whole_rehearsal_is_sound(read):
    assert read(HEAD + STRAY + TASK + GOAL + SOS + CUT).objectives


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (STRAY, ("the file, key lasts_s", "is missing")),
        (HEAD.replace("about", "source") + STRAY, ("the file, key about", "is missing")),
        (HEAD + STRAY + STRAY, ("expect 2, key id", "stray is the id of expect 1 too")),
        (
            HEAD + STRAY + TASK + GOAL.replace("goal", "t"),
            ("objective 1, key id", "t is the id of task 1 too"),
        ),
        (HEAD + STRAY + GOAL, ("objective 1, key met_by", "t does not exist")),
        (HEAD + STRAY + TASK + GOAL.replace(', "t"', ""), ("task 1, key id", "t serves no objective")),
        (HEAD + STRAY + "after_s = 121", ("expect 1, key by_s", "is before after_s")),
        (HEAD + STRAY + "after_s = 9\nclears_by_s = 8", ("expect 1, key clears_by_s", "is before after_s")),
        (HEAD + STRAY.replace("120", "1201"), ("expect 1, key by_s", "1201 is after the end at 1200")),
        (HEAD + SOS.replace("7", "1201"), ("script 1, key at_s", "1201 is after the end at 1200")),
        (HEAD + CUT.replace("7", "1201"), ("inject 1, key at_s", "1201 is after the end at 1200")),
    ],
)
def test_what_no_single_table_shows_is_found(faults_of, text, fault):
    assert fault in faults_of(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TASK, "stray does not exist"),
        (DOWN + TASK.replace("stray", "down"), "is of a fact"),
        (STRAY + "case = false\n" + TASK, "says case = false"),
        (STRAY + TASK.replace("stray", "t"), "t is a task that opens no case"),
        (
            STRAY + TASK.replace("stray", "calm") + '[[never]]\nid = "calm"\nrule = "sos"\nwhy = "no"\n',
            "calm is a [[never]]",
        ),
    ],
)
def test_a_task_needs_an_incident_to_work_on_and_is_told_why_it_has_none(faults_of, text, what):
    told = dict(faults_of(HEAD + text))
    assert what in told["task 1, key on"]


def test_a_wrong_head_is_told_once(faults_of):
    wrong = HEAD.replace("1200", "-1").replace(', en = "Stray"', "")
    places = [place for place, _ in faults_of(wrong + STRAY + SOS)]
    assert places == ["the file, key title", "the file, key lasts_s"]


PERMIT = """[[task]]
id = "p"
at_s = 60
role = "leader"
does = "permit"
permit = "repair"
vessels = ["zxy10009"]
until_s = 900
plays_after_s = 5
note = "n"
within_s = 9
source = "x"
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PERMIT.replace("= 900", "= 65"), ("task 1, key until_s", "65 is not after 65, when it is given")),
        (
            PERMIT.replace("= 5\n", "= 1141\n"),
            ("task 1, key plays_after_s", "at 1201 it is after the end at 1200"),
        ),
        (PERMIT.replace('note = "n"', ""), ("task 1, key note", "is missing")),
        (
            STRAY + "after_s = 100\n" + TASK + "plays_after_s = 1101\n",
            ("task 1, key plays_after_s", "at 1201 it is after the end at 1200"),
        ),
    ],
)
def test_what_a_robot_could_never_do_is_found(faults_of, text, fault):
    assert fault in faults_of(HEAD + text)
