import {
  type CallAnswered,
  type CallSeen,
  type CallSent,
  type CallUnanswered,
  type Escalated,
  type Fact,
  type IncidentActed,
  type IncidentJoined,
  type IncidentOpened,
  type IncidentSeen,
  type IncidentSplit,
  type IncidentState,
  VERBS_URGENT,
  VERBS_USUAL,
} from '../generated/protocol.ts'
import { hasEnded, isUnacked, type Picture, type Priority } from '../world/picture.ts'

type IncidentFact =
  | IncidentOpened
  | IncidentJoined
  | IncidentSplit
  | IncidentActed
  | Escalated
  | CallSent
  | CallAnswered
  | CallUnanswered
const KINDS = new Set([
  'incident-opened',
  'incident-joined',
  'incident-split',
  'incident-acted',
  'escalated',
  'call-sent',
  'call-answered',
  'call-unanswered',
])
/** Ended incidents kept in sight, newest last: the list greys them out instead of jumping. */
const ENDED_KEPT = 50

export function speaksOfIncident(fact: Fact): fact is IncidentFact {
  return KINDS.has(fact.kind)
}

/** The picture once a fact about an incident is true; one of an incident never seen is noted as missing. */
export function applyToIncident(picture: Picture, fact: IncidentFact): Picture {
  switch (fact.kind) {
    case 'incident-opened':
      return opened(picture, fact)
    case 'call-sent':
      return called(picture, fact)
    case 'call-answered':
      return answered(picture, fact, { answered: true, answer: fact.answer })
    case 'call-unanswered':
      return answered(picture, fact, { answered: false })
    case 'escalated':
    case 'incident-joined':
    case 'incident-split':
    case 'incident-acted': {
      const before = picture.incidents.get(fact.incident)
      if (before === undefined) return lacking(picture, fact.incident)
      if (fact.kind === 'escalated') return put(picture, { ...before, escalated: fact.step })
      if (fact.kind === 'incident-split') return split(picture, before, fact)
      return fact.kind === 'incident-joined' ? joined(picture, before, fact) : acted(picture, before, fact)
    }
  }
}

function lacking(picture: Picture, id: string): Picture {
  return { ...picture, missing: [...picture.missing, id] }
}

/** A call belongs to the incident it names, or that holds its alert; else it waits with the alert. */
function called(picture: Picture, fact: CallSent): Picture {
  const call: CallSeen = { call_id: fact.call_id, kind: fact.call_kind, vessel: fact.vessel }
  const holder = fact.incident ? picture.incidents.get(fact.incident) : holderOf(picture, fact.alert ?? '')
  if (holder !== undefined) return put(picture, { ...holder, calls: [...(holder.calls ?? []), call] })
  if (fact.incident) return lacking(picture, fact.incident)
  if (!fact.alert) return picture
  const calls = [...(picture.callsOfAlert.get(fact.alert) ?? []), call]
  return { ...picture, callsOfAlert: new Map(picture.callsOfAlert).set(fact.alert, calls) }
}

/** What came back, or did not, wherever the call stands. */
function answered(picture: Picture, fact: CallAnswered | CallUnanswered, change: Partial<CallSeen>): Picture {
  const isIt = (call: CallSeen): boolean => call.call_id === fact.call_id
  const told = (calls: readonly CallSeen[]): CallSeen[] =>
    calls.map((call) => (isIt(call) ? { ...call, ...change } : call))
  const holder = [...picture.incidents.values()].find((one) => one.calls?.some(isIt))
  if (holder !== undefined) return put(picture, { ...holder, calls: told(holder.calls ?? []) })
  for (const [alert, calls] of picture.callsOfAlert) {
    if (calls.some(isIt))
      return { ...picture, callsOfAlert: new Map(picture.callsOfAlert).set(alert, told(calls)) }
  }
  return fact.incident ? lacking(picture, fact.incident) : picture
}

/** The open incident that holds an alert. */
export function holderOf(picture: Picture, alert: string): IncidentSeen | undefined {
  return [...picture.incidents.values()].find((one) => !hasEnded(one) && one.alerts.includes(alert))
}

/** The picture without the calls that alerts alone had led to, and those calls. */
function withoutCalls(picture: Picture, alerts: readonly string[]): { rest: Picture; calls: CallSeen[] } {
  const calls = alerts.flatMap((alert) => picture.callsOfAlert.get(alert) ?? [])
  if (calls.length === 0) return { rest: picture, calls }
  const left = new Map(picture.callsOfAlert)
  for (const alert of alerts) left.delete(alert)
  return { rest: { ...picture, callsOfAlert: left }, calls }
}

function opened(picture: Picture, fact: IncidentOpened): Picture {
  const alerts = fact.alerts ?? []
  const incident: IncidentSeen = {
    incident: fact.incident,
    state: 'open',
    version: 0,
    priority: fact.priority,
    rule: fact.rule,
    subject: fact.subject,
    words: fact.words,
    alerts,
    opened_ms: fact.t_ms,
    called_ms: fact.t_ms,
    danger: alerts.some((id) => picture.alerts.get(id)?.state === 'active'),
    verbs: [],
    lon: fact.lon ?? null,
    lat: fact.lat ?? null,
    split_from: fact.split_from ?? null,
  }
  const { rest, calls } = withoutCalls(picture, alerts)
  const after = withVerbs({ ...incident, calls })
  return markAlerts(put(rest, after), after)
}

/** What leaves waits without a case, with the calls to its boat, for the fact that follows at once. */
function split(picture: Picture, before: IncidentSeen, fact: IncidentSplit): Picture {
  const alerts = before.alerts.filter((id) => !fact.alerts.includes(id))
  const isItsOwn = (call: CallSeen): boolean => call.vessel === fact.subject.id
  const leaving = (before.calls ?? []).filter(isItsOwn)
  const callsOfAlert = new Map(picture.callsOfAlert)
  const first = fact.alerts[0]
  if (first !== undefined && leaving.length > 0) callsOfAlert.set(first, leaving)
  const known = before.split_off ?? []
  const card = {
    ...before,
    alerts,
    calls: (before.calls ?? []).filter((call) => !isItsOwn(call)),
    danger: alerts.some((id) => picture.alerts.get(id)?.state === 'active'),
    split_off: known.includes(fact.into) ? known : [...known, fact.into],
  }
  return put({ ...picture, callsOfAlert }, withVerbs(card))
}

/** `priority` is what the incident has from then on. */
function joined(picture: Picture, before: IncidentSeen, fact: IncidentJoined): Picture {
  const alerts = before.alerts.includes(fact.alert) ? before.alerts : [...before.alerts, fact.alert]
  const { rest, calls } = withoutCalls(picture, [fact.alert])
  const after = {
    ...before,
    alerts,
    danger: true,
    calls: [...(before.calls ?? []), ...calls],
    split_from: fact.split_from ?? before.split_from ?? null,
  }
  return worsened(markAlerts(rest, after), after, fact.priority, fact.t_ms)
}

/** The picture with this incident as grave as `priority`: if that is graver, it waits to be acknowledged anew. */
export function worsened(
  picture: Picture,
  incident: IncidentSeen,
  priority: Priority,
  t_ms: number,
): Picture {
  if (priority >= incident.priority) return put(picture, withVerbs(incident))
  const after = withVerbs({ ...incident, priority, acked_ms: null, called_ms: t_ms, escalated: 0 })
  return markAlerts(put(picture, after), after)
}

function withVerbs(incident: IncidentSeen): IncidentSeen {
  const table = incident.priority <= 2 ? VERBS_URGENT : VERBS_USUAL
  const verbs = table[incident.state]
  const again = isUnacked(incident) && incident.state !== 'open'
  return { ...incident, verbs: again ? ['acknowledge', ...verbs] : verbs }
}

function acted(picture: Picture, before: IncidentSeen, fact: IncidentActed): Picture {
  const state = fact.after as IncidentState
  const after: IncidentSeen = {
    ...before,
    state,
    version: fact.version,
    owner: ownerAfter(before, fact),
    acked_ms: ackedAfter(before, fact),
    ...(fact.verb === 'reopen' ? { called_ms: fact.t_ms, escalated: 0 } : {}),
    ...(fact.verb === 'acknowledge' ? { escalated: 0 } : {}),
  }
  const moved = markAlerts(put(picture, withVerbs(after)), after)
  return fact.verb === 'merge' && fact.other ? handedOver(moved, after, fact.other, fact.t_ms) : moved
}

function ackedAfter(before: IncidentSeen, fact: IncidentActed): number | null {
  if (fact.verb === 'acknowledge') return fact.t_ms
  return fact.verb === 'reopen' ? null : (before.acked_ms ?? null)
}

/** The other case takes over calls and priority; the alerts follow, one `incident-joined` each. */
function handedOver(picture: Picture, from: IncidentSeen, otherId: string, t_ms: number): Picture {
  const emptied = put(picture, withVerbs({ ...from, alerts: [], calls: [], danger: false }))
  const other = emptied.incidents.get(otherId)
  if (other === undefined) return emptied
  const calls = [...(other.calls ?? []), ...(from.calls ?? [])]
  return worsened(emptied, { ...other, calls }, from.priority, t_ms)
}

function ownerAfter(before: IncidentSeen, fact: IncidentActed): string | null {
  if (fact.verb === 'assign' && fact.to) return fact.to
  return fact.verb === 'acknowledge' ? fact.actor : (before.owner ?? null)
}

/** Once a person has taken the incident, its alerts count as acknowledged. */
function markAlerts(picture: Picture, incident: IncidentSeen): Picture {
  const alerts = new Map(picture.alerts)
  for (const id of incident.alerts) {
    const alert = alerts.get(id)
    if (alert === undefined) continue
    if (hasEnded(incident) && alert.state !== 'active') alerts.delete(id)
    else alerts.set(id, { ...alert, acked: (incident.acked_ms ?? null) !== null })
  }
  return { ...picture, alerts }
}

function put(picture: Picture, incident: IncidentSeen): Picture {
  const incidents = new Map(picture.incidents)
  incidents.set(incident.incident, incident)
  const ended = [...incidents.values()].filter(hasEnded)
  for (const old of ended.slice(0, Math.max(0, ended.length - ENDED_KEPT))) incidents.delete(old.incident)
  return { ...picture, incidents }
}

/** Take an incident as the server tells it now (asked for by HTTP); an older version changes nothing. */
export function takeIncident(picture: Picture, incident: IncidentSeen): Picture {
  const before = picture.incidents.get(incident.incident)
  const missing = picture.missing.filter((id) => id !== incident.incident)
  if (before !== undefined && before.version > incident.version) return { ...picture, missing }
  return { ...put(picture, incident), missing }
}
