import type { AlertSeen, IncidentSeen, Subject, Words } from '../generated/protocol.ts'
import { hasEnded, isUnacked, type Picture, type Priority } from './picture.ts'

/** One line of the queue: an incident, or an alert that no incident holds (a P3 in its grace, a P4). */
export interface Row {
  readonly key: string
  readonly incident: IncidentSeen | null
  readonly alert: AlertSeen | null
  readonly priority: Priority
  readonly rule: string
  readonly subject: Subject
  readonly words: Words
  readonly sinceMs: number
  /** Since when it waits for an acknowledgement: later than `sinceMs` once it grew graver. */
  readonly calledMs: number
  readonly unacked: boolean
  readonly ended: boolean
}

/** A situation: rows of one rule shown as one line, its worst member first (never P1). */
export interface Group {
  readonly key: string
  readonly rule: string
  readonly priority: Priority
  readonly rows: readonly Row[]
}

export type Line = { readonly group: Group } | { readonly row: Row; readonly member: boolean }

/** An unacknowledged case is overdue after this long (domain.md §3.2), ms; cautions never are. */
export const ACKNOWLEDGE_WITHIN_MS: Readonly<Record<Priority, number>> = {
  1: 30_000,
  2: 120_000,
  3: 600_000,
  4: Number.POSITIVE_INFINITY,
}

/** Rows drawn at most; what is beyond is counted in words. */
export const ROWS_SHOWN = 200
const GROUP_FROM = 3

/** Every row in order: by priority, unacknowledged first, cases first, oldest first so that nothing starves. */
export function rowsOf(picture: Picture): Row[] {
  const rows: Row[] = []
  const held = new Set<string>()
  for (const incident of picture.incidents.values()) {
    rows.push(incidentRow(incident))
    if (!hasEnded(incident)) for (const id of incident.alerts) held.add(id)
  }
  for (const alert of picture.alerts.values()) {
    if (!held.has(alert.alert) && alert.state === 'active') rows.push(alertRow(alert))
  }
  return rows.sort(compareRows)
}

function incidentRow(incident: IncidentSeen): Row {
  return {
    key: incident.incident,
    incident,
    alert: null,
    priority: incident.priority,
    rule: incident.rule,
    subject: incident.subject,
    words: incident.words,
    sinceMs: incident.opened_ms,
    calledMs: incident.called_ms,
    unacked: isUnacked(incident),
    ended: hasEnded(incident),
  }
}

function alertRow(alert: AlertSeen): Row {
  return {
    key: alert.alert,
    incident: null,
    alert,
    priority: alert.priority,
    rule: alert.rule,
    subject: alert.subject,
    words: alert.words,
    sinceMs: alert.since_ms,
    calledMs: alert.since_ms,
    unacked: false,
    ended: false,
  }
}

function compareRows(a: Row, b: Row): number {
  return (
    a.priority - b.priority ||
    Number(b.unacked) - Number(a.unacked) ||
    Number(a.incident === null) - Number(b.incident === null) ||
    a.sinceMs - b.sinceMs ||
    (a.key < b.key ? -1 : 1)
  )
}

export function isOverdue(row: Row, nowMs: number): boolean {
  return row.unacked && nowMs - row.calledMs > ACKNOWLEDGE_WITHIN_MS[row.priority]
}

/** The alerts behind a row, those that its case holds or the one it is. */
export function alertsOf(picture: Picture, row: Row): AlertSeen[] {
  const ids = row.incident?.alerts ?? [row.key]
  return ids.map((id) => picture.alerts.get(id)).filter((alert) => alert !== undefined)
}

/** Whom the standing alerts of a case are about, each once, the gravest first. */
export function membersOf(picture: Picture, incident: IncidentSeen): AlertSeen[] {
  const found = new Map<string, AlertSeen>()
  for (const id of incident.alerts) {
    const alert = picture.alerts.get(id)
    if (alert?.state !== 'active') continue
    const known = found.get(alert.subject.id)
    if (known === undefined || alert.priority < known.priority) found.set(alert.subject.id, alert)
  }
  return [...found.values()].sort((a, b) => a.priority - b.priority || (a.subject.id < b.subject.id ? -1 : 1))
}

/** An alarm of one kind about one subject: what can be set aside. */
export interface Alarm {
  readonly rule: string
  readonly subject: Subject
}

/**
 * The alarms behind a row that can be set aside, the gravest first: each that stands and is no danger to life, else
 * the row's own. A card of many is none itself: nothing would be set aside with it.
 */
export function shelvable(picture: Picture, row: Row): readonly Alarm[] {
  const standing = alertsOf(picture, row).filter((alert) => alert.state === 'active')
  if (standing.length > 0)
    return standing.filter((alert) => alert.priority > 1).sort((a, b) => a.priority - b.priority)
  return row.incident !== null && row.subject.kind === 'port' && row.incident.alerts.length > 1 ? [] : [row]
}

/** The role beyond the officer that was last asked to acknowledge, as `twin.escalation.LADDER` climbs. */
export function askedToo(incident: IncidentSeen): 'dispatcher' | 'leader' | null {
  const steps = incident.escalated ?? 0
  return steps < 2 ? null : steps === 2 ? 'dispatcher' : 'leader'
}

/** What the list shows, given what it showed: `order` is the keys now on screen. */
export interface Arrangement {
  readonly rows: readonly Row[]
  readonly order: readonly string[]
  /** New rows kept back so that nothing moves under the cursor. */
  readonly waiting: readonly Row[]
  /** The most urgent of the waiting when it outranks everything on screen that is unacknowledged. */
  readonly urgent: Row | null
}

/**
 * Rows never reorder under the cursor (ui.md §4.1): while `held`, rows stay where they are, ended ones stay in
 * their place greyed, an alert that became a case is that case in its place, and new ones wait; else the list is simply in order and ended rows leave.
 */
export function arrange(rows: readonly Row[], order: readonly string[], held: boolean): Arrangement {
  if (!held) {
    const open = rows.filter((row) => !row.ended)
    return { rows: open, order: open.map((row) => row.key), waiting: [], urgent: null }
  }
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const caseOf = new Map(rows.flatMap((row) => (row.incident?.alerts ?? []).map((alert) => [alert, row])))
  const found = order.map((key) => byKey.get(key) ?? caseOf.get(key)).filter((row) => row !== undefined)
  const shown = [...new Set(found)]
  const onScreen = new Set(shown.map((row) => row.key))
  const waiting = rows.filter((row) => !row.ended && !onScreen.has(row.key))
  const top = Math.min(9, ...shown.filter((row) => row.unacked).map((row) => row.priority))
  const urgent = waiting.find((row) => row.unacked && row.priority < top) ?? null
  return { rows: shown, order: shown.map((row) => row.key), waiting, urgent }
}

/**
 * Rows with situations drawn together; an open group is followed by its members. P1 always stands alone. What asks
 * nobody, a boat that was told or an alert that is only listed, is drawn together even while cases are not.
 */
export function linesOf(rows: readonly Row[], grouped: boolean, open: ReadonlySet<string>): Line[] {
  const lines: Line[] = []
  const groups = groupsOf(grouped ? rows : rows.filter((row) => row.incident === null))
  const done = new Set<string>()
  for (const row of rows) {
    const group = groups.get(groupKey(row))
    if (group === undefined) lines.push({ row, member: false })
    else if (!done.has(group.key)) {
      done.add(group.key)
      lines.push({ group })
      if (open.has(group.key)) for (const member of group.rows) lines.push({ row: member, member: true })
    }
  }
  return lines
}

function groupsOf(rows: readonly Row[]): Map<string, Group> {
  const gathered = new Map<string, Row[]>()
  for (const row of rows) {
    if (row.priority === 1 || row.ended) continue
    const key = groupKey(row)
    const members = gathered.get(key)
    if (members === undefined) gathered.set(key, [row])
    else members.push(row)
  }
  const groups = new Map<string, Group>()
  for (const [key, members] of gathered) {
    const worst = members[0]
    if (worst === undefined || members.length < GROUP_FROM) continue
    groups.set(key, { key, rule: worst.rule, priority: worst.priority, rows: members })
  }
  return groups
}

function groupKey(row: Row): string {
  return `${row.priority}/${row.rule}${row.incident === null ? '/told' : ''}`
}

/** Unacknowledged and standing, for each priority: the counters on every screen (MSC.302(87) 9.15). */
export function countersOf(rows: readonly Row[]): { readonly unacked: number; readonly all: number }[] {
  return [1, 2, 3, 4].map((priority) => {
    const mine = rows.filter((row) => row.priority === priority && !row.ended)
    return { unacked: mine.filter((row) => row.unacked).length, all: mine.length }
  })
}
