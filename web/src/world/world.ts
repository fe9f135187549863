import { applyFact, applyHeartbeat, applyReadings, applySnapshot } from '../feed/apply.ts'
import { takeIncident } from '../feed/apply_incident.ts'
import type {
  ClockState,
  Fact,
  Frame,
  IncidentSeen,
  OrderSeen,
  PeopleSeen,
  Snapshot,
} from '../generated/protocol.ts'
import { Fleet } from './fleet.ts'
import { EMPTY_PICTURE, type Picture } from './picture.ts'

/** What a frame changed, for those who draw. */
export type Change = 'snapshot' | 'picture' | 'fleet' | 'clock' | 'fact'
export type Listener = (change: Change, fact?: Fact) => void

/**
 * All that this screen believes: the fleet in columns, the durable picture, and the data's clock, which moves
 * only with frames of the server (ui.md §4.11.1).
 */
export class World {
  readonly fleet = new Fleet()
  picture: Picture = EMPTY_PICTURE
  /** The realm's instant of the newest frame, UTC ms; 0 before the first. */
  nowMs = 0
  /** Realm seconds in a real one. */
  rate = 1
  /** How the realm's clock runs, as last told; the same object while nothing of it changed. */
  clock: ClockState | null = null
  realm = ''
  /** True when the last positions frame was thinned because this client read too slowly. */
  degraded = false
  private readonly listeners = new Set<Listener>()

  /** Hear of every change; returns how to stop. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Believe a frame that the session has judged to be in order. */
  take(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        this.realm = frame.realm
        this.takeClock(frame)
        this.tick(frame.now_ms, frame.resumed)
        break
      case 'snapshot':
        this.takeSnapshot(frame)
        break
      case 'positions':
        this.fleet.take(frame)
        this.degraded = frame.degraded === true
        this.tick(frame.now_ms, false)
        this.tell('fleet')
        break
      case 'readings':
        this.picture = applyReadings(this.picture, frame)
        this.tick(frame.now_ms, false)
        this.tell('picture')
        break
      case 'heartbeat':
        this.takeClock(frame)
        this.picture = applyHeartbeat(this.picture, frame)
        this.tick(frame.now_ms, false)
        this.tell('picture')
        break
      case 'fact':
        this.takeFact(frame)
        break
    }
  }

  private takeClock(frame: { readonly rate: number; readonly clock: ClockState }): void {
    this.rate = frame.rate
    if (JSON.stringify(this.clock) !== JSON.stringify(frame.clock)) this.clock = frame.clock
  }

  private takeSnapshot(frame: Snapshot): void {
    this.fleet.clear()
    for (const vessel of frame.vessels) this.fleet.learn(vessel)
    this.picture = applySnapshot(frame)
    this.tick(frame.now_ms, true)
    this.tell('snapshot')
  }

  private takeFact(fact: Fact): void {
    if (fact.kind === 'vessel-known') this.fleet.learn(fact)
    this.picture = applyFact(this.picture, fact)
    this.tick(fact.t_ms, false)
    for (const listener of this.listeners) listener('fact', fact)
    this.tell('picture')
  }

  /** Take an incident told by HTTP. */
  takeIncident(incident: IncidentSeen): void {
    this.picture = takeIncident(this.picture, incident)
    this.tell('picture')
  }

  /** Take the ledger's totals told by HTTP. */
  takePeople(people: PeopleSeen): void {
    this.picture = { ...this.picture, people }
    this.tell('picture')
  }

  /** Take the orders that stand, told by HTTP. */
  takeOrders(orders: readonly OrderSeen[]): void {
    this.picture = { ...this.picture, orders }
    this.tell('picture')
  }

  /** The clock goes back only with a new history. */
  private tick(nowMs: number, anew: boolean): void {
    this.nowMs = anew ? nowMs : Math.max(this.nowMs, nowMs)
    this.tell('clock')
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change)
  }
}
