import type {
  AlarmShelved,
  AlertSeen,
  BerthSeen,
  CallSeen,
  ChatterFound,
  FeedSeen,
  GapNoted,
  IncidentSeen,
  OrderSeen,
  PeopleSeen,
  ReadingSeen,
  WeatherChanged,
} from '../generated/protocol.ts'

export type Priority = 1 | 2 | 3 | 4
export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4]

/**
 * Everything durable that a screen holds: folded from facts, replaced by a snapshot. Immutable; a new value
 * shares what did not change.
 */
export interface Picture {
  readonly alerts: ReadonlyMap<string, AlertSeen>
  readonly incidents: ReadonlyMap<string, IncidentSeen>
  /** Calls that a standing alert led to before any incident held it. */
  readonly callsOfAlert: ReadonlyMap<string, readonly CallSeen[]>
  readonly feeds: ReadonlyMap<string, FeedSeen>
  /** Keyed `station/quantity`. */
  readonly readings: ReadonlyMap<string, ReadingSeen>
  readonly berths: ReadonlyMap<string, BerthSeen>
  /** Keyed `source/what`. */
  readonly weather: ReadonlyMap<string, WeatherChanged>
  readonly people: PeopleSeen | null
  /** Counts facts that change the ledger of people, so that its totals are asked for anew. */
  readonly peopleMoves: number
  readonly zonesVersion: number
  /** Since when the seat is flooded, as the twin says; -1 while it is not. */
  readonly floodMs: number
  readonly chatters: readonly ChatterFound[]
  /** Alarms shelved or out of service, oldest first. */
  readonly shelves: readonly AlarmShelved[]
  /** Orders that stand, oldest first, as far as they were told when last asked for. */
  readonly orders: readonly OrderSeen[]
  /** Counts facts that change the orders, so that they are asked for anew. */
  readonly orderMoves: number
  /** When alerts were raised in the last ten minutes, ms. */
  readonly raisedMs: readonly number[]
  /** The newest stretch in which the twin itself did not listen. */
  readonly gap: GapNoted | null
  /** Incidents that facts spoke of but this screen never saw: to be asked for. */
  readonly missing: readonly string[]
}

export const EMPTY_PICTURE: Picture = {
  alerts: new Map(),
  incidents: new Map(),
  callsOfAlert: new Map(),
  feeds: new Map(),
  readings: new Map(),
  berths: new Map(),
  weather: new Map(),
  people: null,
  peopleMoves: 0,
  zonesVersion: 0,
  floodMs: -1,
  chatters: [],
  shelves: [],
  orders: [],
  orderMoves: 0,
  raisedMs: [],
  gap: null,
  missing: [],
}

const ENDED = new Set(['closed', 'false_alarm', 'merged', 'transferred'])

/** True when nobody needs to do anything about the incident any more. */
export function hasEnded(incident: IncidentSeen): boolean {
  return ENDED.has(incident.state)
}

/** True while nobody has taken the incident as grave as it is now: a graver one is acknowledged anew. */
export function isUnacked(incident: IncidentSeen): boolean {
  return !hasEnded(incident) && (incident.acked_ms ?? null) === null
}
