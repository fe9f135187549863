import pytest

from simulators.scenario import Allow, Evidence, Never, Objective, Task
from simulators.scenario_reader import expected
from simulators.scenario_reader.expected import ALLOW, EXPECT, NEVER, OBJECTIVE, OPENING, TASK
from twin import acts
from twin.wire import Words

HEAD = 'title = { zh = "离区", en = "Stray" }\nabout = "x"\nlasts_s = 1200\n'
STRAY = '[[expect]]\nid = "stray"\nrule = "left-zone"\nvessel = "zxy10009"\nby_s = 120\n'
TASK_OF_IT = '[[task]]\nid = "t"\non = "stray"\nrole = "officer"\ndoes = "acknowledge"\n'
TASK_OF_IT += 'within_s = 600\nsource = "P3 is acknowledged within 10 min"\n'
OPENING_OF_ONE = """
    [[task]]
    id = "phone"
    at_s = 40
    role = "officer"
    does = "open"
    within_s = 120
    source = "2016-12-27: noted at once"
    vessel = "zxy10421"
    kind = "flooding"
    persons = 6
    caller = "船老大"
    note = "机舱进水"
"""


RECALL = """
    [[task]]
    id = "recall"
    at_s = 40
    role = "leader"
    does = "order"
    order = "recall"
    until_s = 7200
    within_s = 120
    source = "2021-07-23: 2,519 boats"
    note = "台风红色预警"
"""


def test_an_expectation_of_an_alert_is_read(read):
    (expect,) = read(HEAD + STRAY + 'zone = "permitted-inshore"\npriority = 3\nclears_by_s = 900').expects
    assert (expect.id, expect.rule, expect.subject) == ("stray", "left-zone", ("vessel", "zxy10009"))
    assert (expect.after_s, expect.by_s, expect.clears_by_s) == (0, 120, 900)
    assert (expect.zone, expect.priority, expect.case) == ("permitted-inshore", 3, None)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("", (1, 1)),
        ("count = 3", (3, 3)),
        ("at_least = 2", (2, None)),
        ("at_most = 4", (1, 4)),
        ("at_least = 2\nat_most = 4", (2, 4)),
    ],
)
def test_an_alert_is_expected_once_unless_said_otherwise(read, said, times):
    (expect,) = read(HEAD + STRAY + said).expects
    assert (expect.least, expect.most) == times


def test_a_fact_that_is_no_alert_is_expected_once_or_more_often(read):
    text = '[[expect]]\nid = "down"\nfact = "feed-changed"\nfeed = "link"\nby_s = 60\n'
    (expect,) = read(HEAD + text + 'says = { state = "down" }').expects
    assert (expect.fact, expect.subject) == ("feed-changed", ("feed", "link"))
    assert expect.says == (("state", "down"),)
    assert (expect.least, expect.most) == (1, None)


def test_a_span_lasts_to_the_end_where_nothing_else_is_said(read):
    text = '[[never]]\nrule = "went-dark"\nwhy = "moored"\n[[allow]]\nrule = "shore"\nto_s = 9\nwhy = "fog"\n'
    scenario = read(HEAD + text)
    assert scenario.nevers == (Never(rule="went-dark", why="moored", to_s=1200),)
    assert scenario.allows == (Allow(rule="shore", why="fog", to_s=9),)


def test_a_task_is_read(read):
    more = 'plays_after_s = 60\nto = "warning"\nevidence = [{ kind = "call", text = "answered" }]\n'
    (task,) = read(HEAD + STRAY + TASK_OF_IT + more).tasks
    assert task == Task(
        id="t",
        on="stray",
        role="officer",
        does="acknowledge",
        within_s=600,
        source="P3 is acknowledged within 10 min",
        plays_after_s=60,
        to="warning",
        evidence=(Evidence("call", "answered"),),
    )


def test_a_case_is_opened_by_hand_and_worked_on(read):
    scenario = read(HEAD + OPENING_OF_ONE + TASK_OF_IT.replace('"stray"', '"phone"'))
    opening, task = scenario.tasks
    assert (opening.does, opening.at_s, opening.vessel, opening.kind) == ("open", 40, "zxy10421", "flooding")
    assert (opening.persons, opening.caller, opening.priority) == (6, "船老大", 1)
    assert task.on == "phone"


def test_a_case_may_be_opened_by_hand_from_an_alert(read):
    (task,) = read(HEAD + STRAY + "case = false\n" + TASK_OF_IT.replace("acknowledge", "open")).tasks
    assert (task.on, task.does) == ("stray", "open")


def test_an_objective_is_read(read):
    text = '[[objective]]\nid = "seen"\ntext = { zh = "发现", en = "seen" }\nmet_by = ["stray"]\n'
    (objective,) = read(HEAD + STRAY + text).objectives
    assert objective == Objective(id="seen", text=Words("发现", "seen"), met_by=("stray",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (STRAY.replace('rule = "left-zone"\n', ""), "expect 1, key rule"),
        (STRAY + 'fact = "call-sent"', "expect 1, key fact"),
        (STRAY.replace("left-zone", "left zone"), "expect 1, key rule"),
        (STRAY + 'station = "tide-shipu"', "expect 1, key station"),
        (STRAY + 'zone = "nowhere"', "expect 1, key zone"),
        (STRAY + "priority = 5", "expect 1, key priority"),
        (STRAY + "count = 1\nat_most = 2", "expect 1, key count"),
        (STRAY + "at_least = 3\nat_most = 2", "expect 1, key at_most"),
        (STRAY + "count = 0", "expect 1, key count"),
        (STRAY + "case = 1", "expect 1, key case"),
        (STRAY + "says = 3", "expect 1, key says"),
        (STRAY + 'says = { "a b" = 3 }', "expect 1, key says"),
        (STRAY + "says = { a = [] }", "expect 1, key says"),
        (STRAY.replace("rule", "fact") + "priority = 1", "expect 1, key priority"),
        ('[[never]]\nrule = "went-dark"', "never 1, key why"),
        ('[[never]]\nrule = "went-dark"\nwhy = "x"\nfrom_s = 9\nto_s = 8', "never 1, key to_s"),
        ('[[allow]]\nrule = "went-dark"', "allow 1, key why"),
        (STRAY + TASK_OF_IT.replace('on = "stray"\n', ""), "task 1, key on"),
        (STRAY + TASK_OF_IT.replace('on = "stray"\n', "at_s = 3\n"), "task 1, key on"),
        (STRAY + TASK_OF_IT.replace("acknowledge", "shrug"), "task 1, key does"),
        (STRAY + TASK_OF_IT.replace("officer", "viewer"), "task 1, key role"),
        (STRAY + TASK_OF_IT.replace("source", "note"), "task 1, key source"),
        (STRAY + TASK_OF_IT + 'vessel = "zxy10009"', "task 1, key vessel"),
        (STRAY + TASK_OF_IT + 'evidence = [{ kind = "rumour", text = "x" }]', "task 1, key evidence"),
        (STRAY + TASK_OF_IT + "evidence = []", "task 1, key evidence"),
        (STRAY + OPENING_OF_ONE + 'on = "stray"', "task 1, key vessel"),
        (OPENING_OF_ONE.replace("kind", "note2"), "task 1, key kind"),
        ('[[objective]]\nid = "o"\ntext = "x"\n', "objective 1, key met_by"),
    ],
)
def test_a_wrong_expectation_is_refused_with_its_place(faults_of, text, place):
    assert place in [where for where, _ in faults_of(HEAD + text)]


def test_the_roles_and_verbs_are_those_of_the_twin():
    assert expected.VERBS == acts.VERBS
    assert set(expected.ROLES) < set(acts.ROLES)


def test_every_key_is_a_field_of_what_is_read():
    task = (*TASK, *OPENING, *expected.ORDERING, *expected.PERMITTING, *expected.DRAWING)
    for struct, keys in ((Never, NEVER), (Allow, ALLOW), (Task, task), (Objective, OBJECTIVE)):
        assert {key.name for key in keys} <= set(struct.__struct_fields__), struct.__name__
    assert len({key.name for key in EXPECT}) == len(EXPECT)


def test_an_order_is_a_task_that_works_on_no_case(read):
    (task,) = read(HEAD + RECALL + 'vessels = ["zxy10421"]').tasks
    assert (task.does, task.order, task.until_s, task.vessels) == ("order", "recall", 7200, ("zxy10421",))
    assert acts.OrderKind.__args__ == expected.ORDERS
    assert acts.PortState.__args__ == expected.PORT_STATES


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ('order = "recall"\nstate = "shelter"', "state"),
        ('order = "port-state"', "state"),
        ('order = "port-state"\nstate = "closed"\nvessels = ["zxy10421"]', "vessels"),
        ('order = "move"\nvessels = ["zxy10421"]', "zone"),
        ('order = "move"\nzone = "anchorage-outer"', "vessels"),
    ],
)
def test_an_order_says_what_its_kind_needs_and_nothing_else(faults_of, said, key):
    assert f"task 1, key {key}" in dict(faults_of(HEAD + RECALL.replace('order = "recall"', said)))


def test_an_order_names_its_reason(faults_of):
    assert "task 1, key note" in dict(faults_of(HEAD + RECALL.replace("note =", "# note =")))


PERMIT = """
[[task]]
id = "place"
at_s = 3
role = "leader"
does = "permit"
permit = "move"
vessels = ["zxy10421"]
zone = "anchorage-outer"
until_s = 60
within_s = 10
source = "ours"
note = "berth"
"""
DRAW = """
[[task]]
id = "shoal"
at_s = 3
role = "admin"
does = "draw"
zone = "shoal-new"
feature = '{"type": "Feature"}'
within_s = 10
source = "ours"
"""


def test_a_permit_a_drawing_and_a_touch_of_the_console_need_no_case(read):
    watch = DRAW.replace("shoal", "watch").replace('does = "draw"', 'does = "watch"').split("zone =")[0]
    tasks = read(HEAD + PERMIT + DRAW + watch + 'within_s = 5\nsource = "ours"').tasks
    assert [task.does for task in tasks] == ["permit", "draw", "watch"]
    assert (tasks[0].permit, tasks[0].zone, tasks[0].until_s) == ("move", "anchorage-outer", 60)
    assert (tasks[1].zone, tasks[1].feature) == ("shoal-new", '{"type": "Feature"}')
    assert acts.GrantPermit.__annotations__["permit_kind"].__args__ == expected.PERMITS


def test_a_drawing_that_is_no_json_is_a_fault_of_the_file(faults_of):
    assert "task 1, key feature" in dict(faults_of(HEAD + DRAW.replace("{", "[")))


def test_what_is_said_may_look_into_the_subject(read):
    said = '[[never]]\nrule = "crowding"\nsays = { "subject.id" = "west-01" }\nwhy = "ours"'
    assert read(HEAD + said).nevers[0].says == (("subject.id", "west-01"),)
