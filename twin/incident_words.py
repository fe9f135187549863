"""What the loop says to people: the names of its states and verbs, and its refusals, in both languages.

The words are those of domain.md §2.4 (签收 核实 属实 办结); every refusal says why and what to do next.
"""

from collections.abc import Sequence

from twin.wire import Words

STATE_WORDS: dict[str, Words] = {
    "open": Words("待签收", "open"),
    "acknowledged": Words("已签收", "acknowledged"),
    "verifying": Words("核实中", "being verified"),
    "confirmed": Words("属实", "confirmed"),
    "dispatched": Words("已派遣", "dispatched"),
    "on_scene": Words("已到场", "on scene"),
    "controlled": Words("已控制", "under control"),
    "resolved": Words("已处置", "resolved"),
    "reviewed": Words("已复核", "reviewed"),
    "closed": Words("已办结", "closed"),
    "false_alarm": Words("误报", "a false alarm"),
    "merged": Words("已并案", "merged"),
    "transferred": Words("已移交", "transferred"),
}
VERB_WORDS: dict[str, Words] = {
    "acknowledge": Words("签收", "acknowledge"),
    "verify": Words("核实", "verify"),
    "confirm": Words("认定属实", "confirm"),
    "dispatch": Words("派遣", "dispatch"),
    "arrive": Words("到场", "arrive"),
    "control": Words("控制", "control"),
    "resolve": Words("处置完毕", "resolve"),
    "review": Words("复核", "review"),
    "close": Words("办结", "close"),
    "reopen": Words("重启", "reopen"),
    "false-alarm": Words("判为误报", "mark as false alarm"),
    "merge": Words("并案", "merge"),
    "split": Words("分单", "split off"),
    "transfer": Words("移交", "transfer"),
    "call": Words("叫应", "call"),
    "note": Words("记事", "note"),
    "assign": Words("指派", "assign"),
}
EMERGENCY_WORDS: dict[str, Words] = {
    "distress": Words("遇险求救", "distress"),
    "man-overboard": Words("人员落水", "man overboard"),
    "flooding": Words("船舶进水", "flooding"),
    "fire": Words("火灾", "fire"),
    "medical": Words("人员伤病", "medical emergency"),
}

NEEDS_EVIDENCE = Words(
    "处置完毕需附证据（船位、照片、通话或文书）。请补充证据后再提交。",
    "Resolving needs evidence: a position, photo, call or document. Add it and send again.",
)
NEEDS_TEXT = Words("请写明内容后再提交。", "Write the text and send again.")
NEEDS_WHOM = Words("请写明指派给谁。", "Say whom the case is assigned to.")
NEEDS_AUTHORITY = Words(
    "请写明移交给哪个单位（如海上搜救中心12395、海警95110、消防119）。",
    "Say which authority takes the case, such as MSAR 12395, coast guard 95110 or fire 119.",
)
NEEDS_REASON = Words(
    "该操作须写明理由。请填写说明后再提交。", "This needs a reason. Write a note and send again."
)
NEEDS_CALL_KIND = Words(
    "叫应种类只能是 warning（警示）、question（询问）或 order（指令）。",
    "A call is a warning, a question or an order; choose one.",
)
NEEDS_HIGHER_ROLE = Words(
    "一、二级告警须由调度员或带班领导判为误报。请转请其处理。",
    "Only a dispatcher or leader may call a P1 or P2 a false alarm. Ask one of them.",
)
NEEDS_REVIEW = Words(
    "一、二级处置单须经带班领导复核后才能办结。请先复核。",
    "A P1 or P2 case is closed only after a leader's review. Review it first.",
)
NEEDS_OTHER_EYES = Words(
    "四眼原则：参与派遣、到场、控制或处置的人不能办结一、二级处置单。请由另一位带班领导办结。",
    "Four eyes: whoever dispatched, arrived, controlled or resolved may not close a P1 or P2. "
    "Ask another leader to close it.",
)
DANGER_STANDS = Words(
    "危险尚未解除，不能办结。请等告警解除，或由带班领导附书面豁免（waiver）说明后办结。",
    "The danger still stands, so the case cannot close. Wait until its alerts clear, or a leader "
    "may close it with a written waiver.",
)
TOO_LONG = Words(
    "名称过长（最多200字）。请缩短，其余写入说明。",
    "A name is over 200 characters. Shorten it and put the rest in the note.",
)
NEEDS_VESSEL = Words("请选择渔船；不清楚时填 unknown。", "Name the vessel, or write unknown if nobody could.")
NEEDS_EMERGENCY = Words("请选择险情种类。", "Say what kind of emergency it is.")
BAD_PLACE = Words(
    "经纬度须成对填写，且经度在±180°、纬度在±90°之内。请核对后再提交。",
    "Give longitude and latitude together, within 180 and 90 degrees. Check them and send again.",
)
BAD_PERSONS = Words("人数应在0至5000之间。", "Persons must be between 0 and 5,000.")


def unknown_case(incident: str) -> Words:
    """Return the refusal for a number that no case in memory has."""
    return Words(
        f"没有处置单 {incident}，或已归档。请核对编号；归档的处置单请新建一单并注明原编号。",
        f"There is no case {incident} here, or it is archived. Check the number; for an archived case, "
        "open a new one that names it.",
    )


def stale_view(state: str, version: int, seen: int) -> Words:
    """Return the refusal for an act that has not seen the newest version."""
    now = STATE_WORDS[state]
    return Words(
        f"处置单已有变动：现为“{now.zh}”（第{version}版），您看到的是第{seen}版。请看过最新情况后再操作。",
        f"The case has moved on: it is {now.en} (version {version}), you saw version {seen}. "
        "Look at it as it is now and repeat if it still fits.",
    )


def wrong_state(verb: str, state: str, possible: Sequence[str]) -> Words:
    """Return the refusal for a verb that the state does not allow, naming those it does."""
    now, asked = STATE_WORDS[state], VERB_WORDS[verb]
    zh = "、".join(VERB_WORDS[v].zh for v in possible)
    en = ", ".join(VERB_WORDS[v].en for v in possible)
    return Words(
        f"处置单为“{now.zh}”，不能“{asked.zh}”。现在可以：{zh}。",
        f"The case is {now.en}; it is not possible to {asked.en} now. Possible: {en}.",
    )


def merged_already(other: str) -> Words:
    """Return the refusal for a case that another one has taken over."""
    return Words(
        f"本单已并入 {other}。请到该单操作。", f"This case was merged into {other}. Work on that one."
    )


def no_such_target(other: str) -> Words:
    """Return the refusal to merge into a case that is this one, unknown or no longer being worked."""
    return Words(
        f"不能并入 {other}：须是另一张尚未处置完毕的处置单。请重新选择。",
        f"Cannot merge into {other}: it must be another case that is not yet resolved. Choose another.",
    )


def not_to_split(boat: str) -> Words:
    """Return the refusal to take out what does not stand on the card, or is all that it holds."""
    return Words(
        f"{boat} 不能分单：须是本单中尚未解除的一方，且本单还有其他船。请刷新后重新选择。",
        f"Cannot split off {boat}: it must be one that still stands on this card among others. Look again "
        "and choose another.",
    )


def told_by_hand(vessel: str, sos_kind: str, persons: int | None, caller: str, note: str) -> Words:
    """Return the sentence of a case opened by hand: boat, emergency, persons, caller, and what was said."""
    kind = EMERGENCY_WORDS.get(sos_kind, Words(sos_kind, sos_kind))
    boat = Words("船名不详", "unknown vessel") if vessel == "unknown" else Words(vessel, vessel)
    zh, en = [f"{boat.zh}{kind.zh}"], [f"{kind.en}, {boat.en}"]
    if persons is not None:
        zh.append(f"{persons}人")
        en.append("1 person" if persons == 1 else f"{persons} persons")
    if caller.strip():
        zh.append(f"报警人{caller.strip()}")
        en.append(f"caller {caller.strip()}")
    said = note.strip()
    return Words(
        f"人工接报：{'，'.join(zh)}。{said}",
        f"Opened by hand: {', '.join(en)}." + (f" {said}" if said else ""),
    )
