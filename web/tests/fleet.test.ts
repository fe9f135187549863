import { describe, expect, it } from 'vitest'
import { DOUBTFUL, PERMITTED_SILENCE, type Positions } from '../src/generated/protocol.ts'
import { bandOf, packFleet, pick, Records, type Scene, STRIDE } from '../src/map/pack.ts'
import { Fleet, mercatorX, mercatorY } from '../src/world/fleet.ts'
import { grown } from '../src/world/grown.ts'
import { listed } from '../src/world/listed.ts'
import { matching } from '../src/world/matching.ts'
import { lookOf } from '../src/world/symbol.ts'
import { World } from '../src/world/world.ts'
import { golden } from './golden.ts'

function frame(
  rows: Partial<Record<'number' | 'state' | 'age' | 'lon' | 'lat' | 'sog' | 'cog' | 'hdg', number>>[],
  full = true,
): Positions {
  const column = (name: keyof (typeof rows)[number], usual: number): number[] =>
    rows.map((row) => row[name] ?? usual)
  return {
    type: 'positions',
    full,
    pos_seq: 1,
    now_ms: 1_000_000,
    n: rows.length,
    number: column('number', 0),
    lon: column('lon', 122 * 600_000),
    lat: column('lat', 29 * 600_000),
    sog: column('sog', 85),
    cog: column('cog', 900),
    hdg: column('hdg', 511),
    age: column('age', 120),
    interval: rows.map(() => 30),
    state: column('state', 1),
    kind: rows.map(() => 1),
  }
}

describe('the table of boats', () => {
  const fleet = new Fleet()
  fleet.take(frame([2, 1, 6, 3].map((state, number) => ({ number, state }))))
  for (const number of [0, 1, 2, 3])
    fleet.learn({ vessel: `b${number}`, number, name: { zh: '', en: '' } } as never)
  const ids = (only: Parameters<typeof listed>[2], flagged: string[] = []): string[] => {
    const flags = new Map(flagged.map((id) => [id, { priority: 2, unacked: false, asks: true } as const]))
    return listed(fleet, flags, only).map((one) => one.id)
  }

  it('begins with those that alert, then with those of which least is known', () => {
    expect(ids(null)).toEqual(['b2', 'b3', 'b1', 'b0'])
    expect(ids(null, ['b0'])).toEqual(['b0', 'b2', 'b3', 'b1'])
  })

  it('lists those alone that nobody can judge', () => {
    expect([ids('cannot-tell'), ids('dark'), ids('late')]).toEqual([['b3'], ['b2'], []])
  })
})

describe('the fleet', () => {
  it('reads the scaled columns in the units people read', () => {
    const fleet = new Fleet()
    fleet.take(frame([{ number: 3 }]))
    expect(fleet.fix(3)).toMatchObject({
      lon: 122,
      lat: 29,
      sogKn: 8.5,
      cogDeg: 90,
      headingDeg: null,
      fixMs: 988_000,
      intervalS: 30,
      state: 'under-way',
      kind: 'ais-b',
    })
    expect(fleet.turnDeg(3)).toBe(90)
  })

  it('knows what a boat did not say', () => {
    const fleet = new Fleet()
    fleet.take(frame([{ sog: 1023, cog: 3600, hdg: 511, age: 65_535 }]))
    expect(fleet.fix(0)).toMatchObject({ sogKn: null, cogDeg: null, headingDeg: null, older: true })
    expect(fleet.turnDeg(0)).toBeNull()
  })

  it('keeps what a delta does not speak of, and drops it at a full frame', () => {
    const fleet = new Fleet()
    fleet.take(frame([{ number: 0 }, { number: 1 }]))
    fleet.take(frame([{ number: 1, sog: 10 }], false))
    expect(fleet.fix(0)).not.toBeNull()
    fleet.take(frame([{ number: 1 }]))
    expect(fleet.fix(0)).toBeNull()
  })

  it('grows to any number', () => {
    const fleet = new Fleet()
    fleet.take(frame([{ number: 25_000 }]))
    expect(fleet.rows).toBe(25_001)
    expect(fleet.counts()[1]).toBe(1)
  })

  it('finds a vessel by name, number or terminal', () => {
    const known = golden.snapshot.vessels
    expect(matching(known, 'B').map((one) => one.vessel)).toContain('b')
    expect(matching(known, 'beidou:3').map((one) => one.vessel)).toEqual(['c'])
    expect(matching(known, '')).toEqual([])
  })
})

describe('the world', () => {
  it('holds the golden snapshot and positions, and its clock moves only with frames', () => {
    const world = new World()
    world.take(golden.snapshot)
    world.take(golden.positions)
    expect(world.fleet.vessel('a')?.number).toBe(0)
    expect(world.fleet.fix(0)?.lat).toBeCloseTo(29, 4)
    expect(world.nowMs).toBe(golden.positions.now_ms)
    const clock = { asked: 20, running: 18, resume: 20, late: true }
    world.take({ type: 'heartbeat', seq: 0, now_ms: golden.positions.now_ms - 5, rate: 18, clock, feeds: [] })
    expect(world.nowMs).toBe(golden.positions.now_ms)
    expect(world.rate).toBe(18)
    expect(world.clock?.late).toBe(true)
  })
})

describe('how a vessel is drawn', () => {
  it('follows the age of its fix', () => {
    expect([10, 31, 91].map((ageS) => lookOf(1, ageS, 30, true))).toEqual(['filled', 'hollow', 'dashed'])
    expect(lookOf(1, 10, 30, false)).toBe('hollow')
    expect(lookOf(5, 10, 30, true)).toBe('hollow')
  })

  it('follows what the twin believes', () => {
    expect([2, 3, 4, 6].map((state) => lookOf(state, 1000, 30, true))).toEqual([
      'moored',
      'unknown',
      'off',
      'crossed',
    ])
    expect(lookOf(6 + PERMITTED_SILENCE, 1000, 30, true)).toBe('dashed')
    expect(lookOf(1 + DOUBTFUL, 1, 30, true)).toBe('filled')
  })
})

describe('drawing', () => {
  const fleet = new Fleet()
  fleet.take(
    frame([
      { number: 0 },
      { number: 1, lon: 122.1 * 600_000 },
      { number: 2, state: 2 },
      { number: 3, state: 6, lon: 123 * 600_000 },
    ]),
  )
  const scene: Scene = {
    fleet,
    flags: new Map([
      [1, { priority: 3, unacked: true, asks: true }],
      [3, { priority: 2, unacked: false, asks: true }],
    ]),
    selected: 0,
    berthed: new Set([2]),
    ageMs: 1_000_000,
    live: true,
  }
  const looks = (band: 'far' | 'mid' | 'near'): number[] => {
    const records = new Records()
    packFleet(records, scene, band, mercatorX(122), mercatorY(29))
    return Array.from({ length: records.count / 3 }, (_, n) => records.bytes[n * 3 * STRIDE + 12] ?? -1)
  }

  it('puts the worst alert above the lesser and the selection above all', () => {
    // warning: ring 12, hull 0; alarm: ring 11, crossed 3; selected: hull 0, brackets 14
    expect(looks('mid')).toEqual([12, 0, 11, 3, 0, 14])
  })

  it('gives a boat that was only told a mark below what asks, and none from afar', () => {
    const told: Scene = {
      ...scene,
      flags: new Map([...scene.flags, [0, { priority: 2, unacked: false, asks: false }]]),
    }
    const records = new Records()
    const drawn = (band: 'far' | 'mid'): number[] => {
      packFleet(records, { ...told, selected: null }, band, mercatorX(122), mercatorY(29))
      return Array.from({ length: records.count / 3 }, (_, n) => records.bytes[n * 3 * STRIDE + 12] ?? -1)
    }
    expect(drawn('mid')).toEqual([0, 11, 12, 0, 11, 3])
    expect(records.bytes[3 * STRIDE + 10]).toBe(75)
    expect(drawn('far')).toEqual([0, 12, 0, 11, 3])
  })

  it('draws every hull only when near', () => {
    expect(looks('near')).toHaveLength(7)
    expect([8.9, 9, 12.9, 13].map(bandOf)).toEqual(['far', 'mid', 'mid', 'near'])
  })

  it('finds the vessel under the pointer, an alerting one first', () => {
    const world = 512 * 2 ** 12
    expect(pick(scene, mercatorX(122.1), mercatorY(29), world, 14, 'mid')).toBe(1)
    expect(pick(scene, mercatorX(122.5), mercatorY(29), world, 14, 'mid')).toBeNull()
  })

  it('writes three records a symbol, however many', () => {
    const many = new Fleet()
    many.take(frame(Array.from({ length: 5000 }, (_, number) => ({ number }))))
    const records = new Records()
    packFleet(
      records,
      { ...scene, fleet: many, flags: new Map(), selected: null, berthed: new Set() },
      'mid',
      0,
      0,
    )
    expect(records.count).toBe(15_000)
    const bytes = records.bytes
    expect(bytes.slice(0, STRIDE)).toEqual(bytes.slice(STRIDE, 2 * STRIDE))
  })
})

describe('a track', () => {
  const track = { vessel: 'a', t_ms: [10, 20, 30], lon: [1, 2, 3], lat: [1, 2, 3], sog_kn: [5, 5, null] }
  it('grows by a new fix and forgets what is too old', () => {
    const next = grown(track, { fixMs: 40, lon: 4, lat: 4, sogKn: 6 }, 15)
    expect(next.t_ms).toEqual([20, 30, 40])
    expect(next.sog_kn).toEqual([5, null, 6])
    expect(grown(track, { fixMs: 30, lon: 4, lat: 4, sogKn: 6 }, 15)).toBe(track)
  })
})
