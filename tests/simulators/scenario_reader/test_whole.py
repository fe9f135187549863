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
    "text", [TASK, DOWN + TASK.replace("stray", "down"), STRAY + "case = false\n" + TASK]
)
def test_a_task_needs_an_incident_to_work_on(faults_of, text):
    assert "task 1, key on" in [place for place, _ in faults_of(HEAD + text)]
