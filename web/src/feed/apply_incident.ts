import {
  type CallAnswered,
  type CallSeen,
  type CallSent,
  type CallUnanswered,
  type Fact,
  type IncidentActed,
  type IncidentJoined,
  type IncidentOpened,
  type IncidentSeen,
  type IncidentState,
  VERBS_URGENT,
  VERBS_USUAL,
} from '../generated/protocol.ts'
import { hasEnded, type Picture } from '../world/picture.ts'

type IncidentFact = IncidentOpened | IncidentJoined | IncidentActed | CallSent | CallAnswered | CallUnanswered
const KINDS = new Set([
  'incident-opened',
  'incident-joined',
  'incident-acted',
  'call-sent',
  'call-answered',
  'call-unanswered',
])
/** Ended incidents kept in sight, newest last: the list greys them out instead of jumping. */
const ENDED_KEPT = 50

export function speaksOfIncident(fact: Fact): fact is IncidentFact {
  return KINDS.has(fact.kind)
}

/** The incident a fact of any kind belongs to, if it says so. */
export function incidentOf(fact: Fact): string | null {
  return 'incident' in fact && typeof fact.incident === 'string' ? fact.incident : null
}

/** The picture once a fact about an incident is true; one of an incident never seen is noted as missing. */
export function applyToIncident(picture: Picture, fact: IncidentFact): Picture {
  if (fact.kind === 'incident-opened') return opened(picture, fact)
  const id = incidentOf(fact)
  if (id === null) return picture
  const before = picture.incidents.get(id)
  if (before === undefined) return { ...picture, missing: [...picture.missing, id] }
  switch (fact.kind) {
    case 'incident-joined':
      return joined(picture, before, fact)
    case 'incident-acted':
      return acted(picture, before, fact)
    case 'call-sent':
      return put(picture, {
        ...before,
        calls: [...(before.calls ?? []), { call_id: fact.call_id, kind: fact.call_kind }],
      })
    case 'call-answered':
      return put(picture, withCall(before, fact.call_id, { answered: true, answer: fact.answer }))
    case 'call-unanswered':
      return put(picture, withCall(before, fact.call_id, { answered: false }))
  }
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
    danger: alerts.some((id) => picture.alerts.get(id)?.state === 'active'),
    verbs: [],
    lon: fact.lon ?? null,
    lat: fact.lat ?? null,
  }
  return put(picture, withVerbs(incident))
}

/** `priority` is what the incident has from then on. */
function joined(picture: Picture, before: IncidentSeen, fact: IncidentJoined): Picture {
  const alerts = before.alerts.includes(fact.alert) ? before.alerts : [...before.alerts, fact.alert]
  return put(picture, withVerbs({ ...before, alerts, priority: fact.priority, danger: true }))
}

function withVerbs(incident: IncidentSeen): IncidentSeen {
  const table = incident.priority <= 2 ? VERBS_URGENT : VERBS_USUAL
  return { ...incident, verbs: table[incident.state] }
}

function acted(picture: Picture, before: IncidentSeen, fact: IncidentActed): Picture {
  const state = fact.after as IncidentState
  const after: IncidentSeen = {
    ...before,
    state,
    version: fact.version,
    owner: ownerAfter(before, fact),
    acked_ms: ackedAfter(before, fact),
  }
  const moved = markAlerts(put(picture, withVerbs(after)), after)
  return fact.verb === 'merge' && fact.other ? handedOver(moved, after, fact.other) : moved
}

function ackedAfter(before: IncidentSeen, fact: IncidentActed): number | null {
  if (fact.verb === 'acknowledge') return fact.t_ms
  return fact.verb === 'reopen' ? null : (before.acked_ms ?? null)
}

/** The other case takes over calls and priority; the alerts follow, one `incident-joined` each. */
function handedOver(picture: Picture, from: IncidentSeen, otherId: string): Picture {
  const emptied = put(picture, withVerbs({ ...from, alerts: [], calls: [], danger: false }))
  const other = emptied.incidents.get(otherId)
  if (other === undefined) return emptied
  const priority = from.priority < other.priority ? from.priority : other.priority
  const calls = [...(other.calls ?? []), ...(from.calls ?? [])]
  return put(emptied, withVerbs({ ...other, priority, calls }))
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
    else alerts.set(id, { ...alert, acked: incident.state !== 'open' })
  }
  return { ...picture, alerts }
}

function withCall(incident: IncidentSeen, id: string, change: Partial<CallSeen>): IncidentSeen {
  const calls = (incident.calls ?? []).map((call) => (call.call_id === id ? { ...call, ...change } : call))
  return { ...incident, calls }
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
