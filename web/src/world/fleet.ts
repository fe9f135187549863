import {
  DOUBTFUL,
  FIX_STATES,
  type FixState,
  PERMITTED_SILENCE,
  type Positions,
  TERMINAL_KINDS,
  type TerminalKind,
  type VesselKnown,
} from '../generated/protocol.ts'

/** AIS position unit: 1/600000 degree. */
export const UNITS_PER_DEG = 600_000
const NO_SOG = 1023
const NO_COG = 3600
const NO_HEADING = 511
const OLDER = 65_535
const FIRST_ROWS = 1024

/** One vessel as the newest frame says, in the units people read; absent = the boat did not say. */
export interface Fix {
  readonly number: number
  readonly lon: number
  readonly lat: number
  readonly sogKn: number | null
  readonly cogDeg: number | null
  readonly headingDeg: number | null
  readonly fixMs: number
  /** True when the fix is older than `fixMs` says: the frame only said "older". */
  readonly older: boolean
  readonly intervalS: number
  readonly state: FixState
  readonly doubtful: boolean
  readonly permitted: boolean
  readonly kind: TerminalKind
}

/**
 * The newest position of every vessel, in columns; row = the vessel's dense number. Latest wins. What each
 * vessel is (`VesselKnown`) stands beside it.
 */
export class Fleet {
  /** One past the highest row in use. */
  rows = 0
  present = new Uint8Array(FIRST_ROWS)
  lon = new Int32Array(FIRST_ROWS)
  lat = new Int32Array(FIRST_ROWS)
  sog = new Uint16Array(FIRST_ROWS)
  cog = new Uint16Array(FIRST_ROWS)
  heading = new Uint16Array(FIRST_ROWS)
  fixMs = new Float64Array(FIRST_ROWS)
  older = new Uint8Array(FIRST_ROWS)
  intervalS = new Uint16Array(FIRST_ROWS)
  state = new Uint8Array(FIRST_ROWS)
  kind = new Uint8Array(FIRST_ROWS)
  /** Web Mercator of the position, 0..1 of the world, for drawing and picking. */
  x = new Float64Array(FIRST_ROWS)
  y = new Float64Array(FIRST_ROWS)
  readonly known: (VesselKnown | undefined)[] = []
  private readonly numbers = new Map<string, number>()

  /** Take a frame: a full one replaces every position. */
  take(frame: Positions): void {
    if (frame.full) this.present.fill(0)
    for (let i = 0; i < frame.n; i++) this.takeRow(frame, i)
  }

  private takeRow(frame: Positions, i: number): void {
    const row = frame.number[i] ?? -1
    if (row < 0) return
    this.makeRoom(row)
    const age = frame.age[i] ?? OLDER
    this.present[row] = 1
    this.lon[row] = frame.lon[i] ?? 0
    this.lat[row] = frame.lat[i] ?? 0
    this.sog[row] = frame.sog[i] ?? NO_SOG
    this.cog[row] = frame.cog[i] ?? NO_COG
    this.heading[row] = frame.hdg[i] ?? NO_HEADING
    this.fixMs[row] = frame.now_ms - age * 100
    this.older[row] = age >= OLDER ? 1 : 0
    this.intervalS[row] = frame.interval[i] ?? 0
    this.state[row] = frame.state[i] ?? 0
    this.kind[row] = frame.kind[i] ?? 0
    this.x[row] = mercatorX((frame.lon[i] ?? 0) / UNITS_PER_DEG)
    this.y[row] = mercatorY((frame.lat[i] ?? 0) / UNITS_PER_DEG)
  }

  /** Learn what a vessel is. */
  learn(vessel: VesselKnown): void {
    this.makeRoom(vessel.number)
    this.known[vessel.number] = vessel
    this.numbers.set(vessel.vessel, vessel.number)
  }

  /** Forget everything, for a new snapshot. */
  clear(): void {
    this.rows = 0
    this.present.fill(0)
    this.known.length = 0
    this.numbers.clear()
  }

  numberOf(vessel: string): number | undefined {
    return this.numbers.get(vessel)
  }

  vessel(id: string): VesselKnown | undefined {
    const number = this.numbers.get(id)
    return number === undefined ? undefined : this.known[number]
  }

  /** Low nibble of the state: an index into `FIX_STATES`. */
  stateIndex(row: number): number {
    return (this.state[row] ?? 0) & 15
  }

  /** Where the bow points, degrees: heading, else course; `null` when the boat says neither. */
  turnDeg(row: number): number | null {
    const heading = this.heading[row] ?? NO_HEADING
    if (heading < 360) return heading
    const cog = this.cog[row] ?? NO_COG
    return cog < NO_COG ? cog / 10 : null
  }

  fix(row: number): Fix | null {
    if (this.present[row] !== 1) return null
    const sog = this.sog[row] ?? NO_SOG
    const cog = this.cog[row] ?? NO_COG
    const heading = this.heading[row] ?? NO_HEADING
    const state = this.state[row] ?? 0
    return {
      number: row,
      lon: (this.lon[row] ?? 0) / UNITS_PER_DEG,
      lat: (this.lat[row] ?? 0) / UNITS_PER_DEG,
      sogKn: sog < NO_SOG ? sog / 10 : null,
      cogDeg: cog < NO_COG ? cog / 10 : null,
      headingDeg: heading < 360 ? heading : null,
      fixMs: this.fixMs[row] ?? 0,
      older: this.older[row] === 1,
      intervalS: this.intervalS[row] ?? 0,
      state: FIX_STATES[state & 15] ?? 'none',
      doubtful: (state & DOUBTFUL) !== 0,
      permitted: (state & PERMITTED_SILENCE) !== 0,
      kind: TERMINAL_KINDS[this.kind[row] ?? 0] ?? 'manual',
    }
  }

  /** How many vessels with a position are in each state, by index into `FIX_STATES`. */
  counts(): number[] {
    const counts = new Array<number>(FIX_STATES.length).fill(0)
    for (let row = 0; row < this.rows; row++) {
      if (this.present[row] !== 1) continue
      const index = this.stateIndex(row)
      counts[index] = (counts[index] ?? 0) + 1
    }
    return counts
  }

  private makeRoom(row: number): void {
    if (row >= this.rows) this.rows = row + 1
    if (row < this.present.length) return
    const size = Math.max(row + 1, this.present.length * 2)
    this.present = widen(this.present, new Uint8Array(size))
    this.lon = widen(this.lon, new Int32Array(size))
    this.lat = widen(this.lat, new Int32Array(size))
    this.sog = widen(this.sog, new Uint16Array(size))
    this.cog = widen(this.cog, new Uint16Array(size))
    this.heading = widen(this.heading, new Uint16Array(size))
    this.fixMs = widen(this.fixMs, new Float64Array(size))
    this.older = widen(this.older, new Uint8Array(size))
    this.intervalS = widen(this.intervalS, new Uint16Array(size))
    this.state = widen(this.state, new Uint8Array(size))
    this.kind = widen(this.kind, new Uint8Array(size))
    this.x = widen(this.x, new Float64Array(size))
    this.y = widen(this.y, new Float64Array(size))
  }
}

function widen<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Web Mercator x of a longitude in degrees: 0 at 180 W, 1 at 180 E. */
export function mercatorX(lonDeg: number): number {
  return (lonDeg + 180) / 360
}

/** Web Mercator y of a latitude in degrees: 0 in the north (85.05), 1 in the south. */
export function mercatorY(latDeg: number): number {
  const sin = Math.sin((Math.max(-85.05, Math.min(85.05, latDeg)) * Math.PI) / 180)
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
}
