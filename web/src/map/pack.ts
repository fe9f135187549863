import type { Flag } from '../world/flagged.ts'
import type { Fleet } from '../world/fleet.ts'
import { isDoubtful, LOOKS, type Look, lookOf } from '../world/symbol.ts'

/** Bytes of one vertex: 2 x float32 place, u16 turn 0.1 deg, u16 size %, 4 x u8 look, colour, alpha, spare. */
export const STRIDE = 16
const NO_TURN = 65_535
/** Rings are looks 10..13 for priorities 1..4, corner brackets 14; below stand the looks of `world/symbol`. */
const RING = 9
const BRACKETS = 14
/** Size of a flag that asks no person, percent: below 90 the shader draws its mark alone, without a ring. */
const MARK_ALONE = 75
/** Colours by index: see `VesselLayer`. */
export const COLOURS = { vessel: 0, alarm: 1, warning: 2, caution: 3, quiet: 4, focus: 5, ink: 6 } as const

export type Band = 'far' | 'mid' | 'near'

/** z < 9 ticks; 9 to 13 triangles, boats at a known berth only counted on its badge; from 13 every hull. */
export function bandOf(zoom: number): Band {
  if (zoom < 9) return 'far'
  return zoom < 13 ? 'mid' : 'near'
}

/** What one drawing of the fleet depends on. */
export interface Scene {
  readonly fleet: Fleet
  /** Alerting vessels by number. */
  readonly flags: ReadonlyMap<number, Flag>
  readonly selected: number | null
  /** Vessels that a berth badge counts, by number. */
  readonly berthed: ReadonlySet<number>
  /** Instant that ages are counted to, UTC ms. */
  readonly ageMs: number
  readonly live: boolean
}

/** Where records are written: grows as needed, is reused from frame to frame. */
export class Records {
  private buffer = new ArrayBuffer(STRIDE * 3 * 1024)
  private view = new DataView(this.buffer)
  private all = new Uint8Array(this.buffer)
  /** Records in use; three make a symbol. */
  count = 0

  get bytes(): Uint8Array {
    return new Uint8Array(this.buffer, 0, this.count * STRIDE)
  }

  clear(): void {
    this.count = 0
  }

  /** Write one symbol: three identical records. */
  add(
    x: number,
    y: number,
    turnDeg: number | null,
    sizePct: number,
    look: number,
    colour: number,
    alpha: number,
  ): void {
    if ((this.count + 3) * STRIDE > this.buffer.byteLength) this.grow()
    const at = this.count * STRIDE
    this.view.setFloat32(at, x, true)
    this.view.setFloat32(at + 4, y, true)
    this.view.setUint16(at + 8, turnDeg === null ? NO_TURN : Math.round(turnDeg * 10) % 3600, true)
    this.view.setUint16(at + 10, sizePct, true)
    this.view.setUint32(at + 12, look | (colour << 8) | (alpha << 16), true)
    this.all.copyWithin(at + STRIDE, at, at + STRIDE)
    this.all.copyWithin(at + 2 * STRIDE, at, at + STRIDE)
    this.count += 3
  }

  private grow(): void {
    const larger = new ArrayBuffer(this.buffer.byteLength * 2)
    const wider = new Uint8Array(larger)
    wider.set(this.all)
    this.buffer = larger
    this.view = new DataView(larger)
    this.all = wider
  }
}

/** Write the whole fleet relative to an origin in Web Mercator: quiet first, alerting last, selection on top. */
export function packFleet(
  records: Records,
  scene: Scene,
  band: Band,
  originX: number,
  originY: number,
): void {
  records.clear()
  const { fleet, flags } = scene
  for (let row = 0; row < fleet.rows; row++) {
    if (fleet.present[row] === 1 && !flags.has(row) && row !== scene.selected) {
      packVessel(records, scene, band, row, originX, originY)
    }
  }
  const ordered = [...flags].sort(
    ([, a], [, b]) => Number(a.asks) - Number(b.asks) || b.priority - a.priority,
  )
  for (const [row, flag] of ordered) packFlagged(records, scene, band, row, flag, originX, originY)
  if (scene.selected !== null) packSelected(records, scene, band, scene.selected, originX, originY)
}

function packVessel(records: Records, scene: Scene, band: Band, row: number, x0: number, y0: number): void {
  const { fleet } = scene
  const look = lookAt(scene, row)
  const colour = look === 'unknown' || look === 'off' ? COLOURS.quiet : COLOURS.vessel
  if (look === 'moored' && band !== 'near' && scene.berthed.has(row)) return
  const alpha = isDoubtful(fleet.state[row] ?? 0) ? 110 : 255
  const size = band === 'far' ? 45 : look === 'moored' && band === 'mid' ? 70 : 100
  add(records, fleet, row, x0, y0, size, LOOKS.indexOf(look), colour, alpha)
}

function packFlagged(
  records: Records,
  scene: Scene,
  band: Band,
  row: number,
  flag: Flag,
  x0: number,
  y0: number,
): void {
  const { fleet } = scene
  if (fleet.present[row] !== 1) return
  const colour = flag.priority <= 2 ? COLOURS.alarm : flag.priority === 3 ? COLOURS.warning : COLOURS.caution
  const look = lookAt(scene, row)
  const shown: Look = look === 'moored' || look === 'off' ? 'hollow' : look
  const plate = flag.unacked ? 255 : 0
  const far = band === 'far'
  if (!flag.asks) {
    packVessel(records, { ...scene, berthed: new Set() }, band, row, x0, y0)
    // From afar the mark would only cover the rest; it is for the list.
    if (!far) add(records, fleet, row, x0, y0, MARK_ALONE, RING + flag.priority, colour, 0)
    return
  }
  if (!far || flag.priority < 4) add(records, fleet, row, x0, y0, 100, RING + flag.priority, colour, plate)
  add(records, fleet, row, x0, y0, far ? 80 : 100, LOOKS.indexOf(shown), COLOURS.ink, 255)
}

function packSelected(records: Records, scene: Scene, band: Band, row: number, x0: number, y0: number): void {
  const { fleet } = scene
  if (fleet.present[row] !== 1) return
  if (!scene.flags.has(row)) packVessel(records, { ...scene, berthed: new Set() }, band, row, x0, y0)
  add(records, fleet, row, x0, y0, 100, BRACKETS, COLOURS.focus, 255)
}

function add(
  records: Records,
  fleet: Fleet,
  row: number,
  x0: number,
  y0: number,
  size: number,
  look: number,
  colour: number,
  alpha: number,
): void {
  const x = (fleet.x[row] ?? 0) - x0
  const y = (fleet.y[row] ?? 0) - y0
  records.add(x, y, fleet.turnDeg(row), size, look, colour, alpha)
}

function lookAt(scene: Scene, row: number): Look {
  const { fleet } = scene
  const ageS = (scene.ageMs - (fleet.fixMs[row] ?? 0)) / 1000
  return lookOf(fleet.state[row] ?? 0, ageS, fleet.intervalS[row] ?? 0, scene.live)
}

/**
 * The vessel nearest to a point of the screen, or `null` beyond `withinPx`: brute force, 0.2 ms for 20,000.
 * `worldPx` = pixels of the whole Mercator world at this zoom. Alerting vessels win over quiet ones.
 */
export function pick(
  scene: Scene,
  x: number,
  y: number,
  worldPx: number,
  withinPx: number,
  band: Band,
): number | null {
  const { fleet } = scene
  let best: number | null = null
  let bestPx = withinPx
  for (let row = 0; row < fleet.rows; row++) {
    if (fleet.present[row] !== 1) continue
    const flagged = scene.flags.has(row) || row === scene.selected
    if (!flagged && band !== 'near' && scene.berthed.has(row)) continue
    const px =
      Math.hypot(((fleet.x[row] ?? 0) - x) * worldPx, ((fleet.y[row] ?? 0) - y) * worldPx) - (flagged ? 4 : 0)
    if (px < bestPx) {
      bestPx = px
      best = row
    }
  }
  return best
}
