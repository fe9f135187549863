import type {
  AlertChanged,
  AlertCleared,
  AlertRaised,
  AlertRetracted,
  AlertSeen,
  ChatterFound,
  Fact,
  FeedSeen,
  Heartbeat,
  IncidentSeen,
  ReadingSeen,
  Readings,
  Snapshot,
} from '../generated/protocol.ts'
import { EMPTY_PICTURE, type Picture } from '../world/picture.ts'
import { applyToIncident, holderOf, speaksOfIncident, worsened } from './apply_incident.ts'

/** Alerts of the last ten minutes make a flood (ui.md §4.2). */
export const FLOOD_WINDOW_MS = 10 * 60_000

export function applySnapshot(frame: Snapshot): Picture {
  const raised = frame.alerts.map((alert) => alert.t_ms).filter((ms) => ms > frame.now_ms - FLOOD_WINDOW_MS)
  return {
    ...EMPTY_PICTURE,
    alerts: new Map(frame.alerts.map((alert) => [alert.alert, alert])),
    incidents: new Map(frame.incidents.map((incident) => [incident.incident, incident])),
    feeds: new Map(frame.feeds.map((feed) => [feed.feed, feed])),
    readings: new Map(frame.stations.map((reading) => [readingKey(reading), reading])),
    berths: new Map(frame.berths.map((berth) => [berth.berth, berth])),
    weather: new Map((frame.weather ?? []).map((weather) => [`${weather.source}/${weather.what}`, weather])),
    people: frame.people,
    zonesVersion: frame.zones_version ?? 0,
    floodMs: frame.flood_ms ?? -1,
    chatters: frame.chatters ?? [],
    shelves: frame.shelves ?? [],
    orders: frame.orders ?? [],
    raisedMs: raised,
  }
}

export function applyHeartbeat(picture: Picture, frame: Heartbeat): Picture {
  return { ...picture, feeds: new Map(frame.feeds.map((feed) => [feed.feed, feed])) }
}

export function applyReadings(picture: Picture, frame: Readings): Picture {
  const readings = new Map(picture.readings)
  for (const [station, quantity, value, unit, t_ms] of frame.rows) {
    const before = readings.get(`${station}/${quantity}`)
    const reading: ReadingSeen = { ...before, station, quantity, value, unit, t_ms }
    readings.set(readingKey(reading), reading)
  }
  return { ...picture, readings }
}

/** The picture once `fact` is true. A fact that says nothing to a screen leaves it as it is. */
export function applyFact(picture: Picture, fact: Fact): Picture {
  switch (fact.kind) {
    case 'alert-raised':
      return raise(picture, fact)
    case 'alert-changed':
      return change(picture, fact)
    case 'alert-cleared':
    case 'alert-retracted':
      return lower(picture, fact)
    case 'feed-changed':
      return feedChanged(picture, fact.feed, { feed: fact.feed, state: fact.state, why: fact.why })
    case 'berth-changed':
      return berthChanged(picture, fact.berth, fact.vessels)
    case 'weather-changed':
      return { ...picture, weather: withEntry(picture.weather, `${fact.source}/${fact.what}`, fact) }
    case 'zone-changed':
      return { ...picture, zonesVersion: picture.zonesVersion + 1 }
    case 'gap-noted':
      return { ...picture, gap: fact }
    case 'flood-began':
    case 'flood-ended':
      return { ...picture, floodMs: fact.kind === 'flood-began' ? fact.t_ms : -1 }
    case 'chatter-found':
      return { ...picture, chatters: [...recent(picture.chatters, fact.t_ms), fact] }
    case 'alarm-shelved':
      return { ...picture, shelves: [...picture.shelves, fact] }
    case 'alarm-returned':
      return { ...picture, shelves: picture.shelves.filter((one) => one.shelf !== fact.shelf) }
    case 'order-given':
      return { ...picture, orderMoves: picture.orderMoves + 1 }
    case 'order-ended': {
      const orders = picture.orders.filter((one) => one.order !== fact.order)
      return { ...picture, orders, orderMoves: picture.orderMoves + 1 }
    }
    case 'person-moved':
    case 'voyage-reported':
    case 'gate-passed':
      return { ...picture, peopleMoves: picture.peopleMoves + 1 }
    default:
      return speaksOfIncident(fact) ? applyToIncident(picture, fact) : picture
  }
}

/** Chatter found in the last ten minutes; what calmed since is for the server to tell a new screen. */
function recent(chatters: readonly ChatterFound[], t_ms: number): ChatterFound[] {
  return chatters.filter((one) => one.t_ms > t_ms - FLOOD_WINDOW_MS)
}

function raise(picture: Picture, fact: AlertRaised): Picture {
  const { kind: _, ...said } = fact
  const incident = fact.incident ? picture.incidents.get(fact.incident) : undefined
  const alert: AlertSeen = {
    ...said,
    state: 'active',
    changed_ms: fact.t_ms,
    acked: (incident?.acked_ms ?? null) !== null,
  }
  const recent = picture.raisedMs.filter((ms) => ms > fact.t_ms - FLOOD_WINDOW_MS)
  const raised: Picture = {
    ...picture,
    alerts: withEntry(picture.alerts, alert.alert, alert),
    raisedMs: [...recent, fact.t_ms],
  }
  return fact.incident ? withAlertOf(raised, fact.incident, fact.alert) : raised
}

function change(picture: Picture, fact: AlertChanged): Picture {
  const before = picture.alerts.get(fact.alert)
  if (before === undefined) return picture
  const after: AlertSeen = {
    ...before,
    priority: fact.priority,
    words: fact.words,
    value: fact.value ?? before.value ?? null,
    limit: fact.limit ?? before.limit ?? null,
    changed_ms: fact.t_ms,
  }
  const changed = { ...picture, alerts: withEntry(picture.alerts, fact.alert, after) }
  const holder = holderOf(picture, fact.alert)
  return holder === undefined ? changed : worsened(changed, holder, fact.priority, fact.t_ms)
}

/** A cleared alert stays in sight only while an open incident holds it. */
function lower(picture: Picture, fact: AlertCleared | AlertRetracted): Picture {
  const before = picture.alerts.get(fact.alert)
  if (before === undefined) return picture
  const holder = holderOf(picture, fact.alert)
  const alerts = new Map(picture.alerts)
  const callsOfAlert = new Map(picture.callsOfAlert)
  callsOfAlert.delete(fact.alert)
  if (holder === undefined) alerts.delete(fact.alert)
  else {
    const state = fact.kind === 'alert-cleared' ? 'cleared' : 'retracted'
    alerts.set(fact.alert, { ...before, state, words: fact.words, changed_ms: fact.t_ms })
  }
  const lowered: Picture = { ...picture, alerts, callsOfAlert }
  return holder === undefined
    ? lowered
    : withIncident(lowered, { ...holder, danger: stillStands(lowered, holder) })
}

function stillStands(picture: Picture, incident: IncidentSeen): boolean {
  return incident.alerts.some((id) => picture.alerts.get(id)?.state === 'active')
}

function withAlertOf(picture: Picture, id: string, alert: string): Picture {
  const incident = picture.incidents.get(id)
  if (incident === undefined) return picture
  const alerts = incident.alerts.includes(alert) ? incident.alerts : [...incident.alerts, alert]
  return withIncident(picture, { ...incident, alerts, danger: true })
}

function withIncident(picture: Picture, incident: IncidentSeen): Picture {
  return { ...picture, incidents: withEntry(picture.incidents, incident.incident, incident) }
}

function feedChanged(picture: Picture, id: string, said: FeedSeen): Picture {
  return { ...picture, feeds: withEntry(picture.feeds, id, { ...picture.feeds.get(id), ...said }) }
}

function berthChanged(picture: Picture, id: string, vessels: readonly string[]): Picture {
  const before = picture.berths.get(id)
  return {
    ...picture,
    berths: withEntry(picture.berths, id, { berth: id, places: before?.places ?? 0, vessels }),
  }
}

function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value)
}

function readingKey(reading: ReadingSeen): string {
  return `${reading.station}/${reading.quantity}`
}
