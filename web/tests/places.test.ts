import { describe, expect, it } from 'vitest'
import type { AlertSeen, IncidentSeen, Positions, StationPlace } from '../src/generated/protocol.ts'
import { freeOf, standsFree } from '../src/map/framing.ts'
import { Fleet } from '../src/world/fleet.ts'
import { EMPTY_PICTURE, type Picture } from '../src/world/picture.ts'
import { placesOf } from '../src/world/places.ts'
import { rowsOf } from '../src/world/queue.ts'

const STATIONS = [{ id: 'wx-1', lon: 121.9, lat: 29.3 }] as unknown as readonly StationPlace[]

function fleetAt(...lons: readonly number[]): Fleet {
  const fleet = new Fleet()
  const each = <T>(value: T): T[] => lons.map(() => value)
  fleet.take({
    type: 'positions',
    full: true,
    pos_seq: 1,
    now_ms: 1_000_000,
    n: lons.length,
    number: lons.map((_, number) => number),
    lon: lons.map((lon) => lon * 600_000),
    ...{ lat: each(29 * 600_000), sog: each(0), cog: each(0), hdg: each(511), age: each(0) },
    ...{ interval: each(30), state: each(1), kind: each(1) },
  } satisfies Positions)
  lons.forEach((_, number) => {
    fleet.learn({ vessel: `b${number}`, number, name: { zh: '', en: '' } } as never)
  })
  return fleet
}

function picture(alerts: readonly Partial<AlertSeen>[], incident?: Partial<IncidentSeen>): Picture {
  const seen = alerts.map((alert, n) => ({ alert: `A-${n}`, state: 'active', priority: 2, ...alert }))
  return {
    ...EMPTY_PICTURE,
    alerts: new Map(seen.map((alert) => [alert.alert, alert as AlertSeen])),
    incidents: new Map(
      incident === undefined
        ? []
        : [['I-1', { incident: 'I-1', state: 'open', ...incident } as IncidentSeen]],
    ),
  }
}

function placesOfFirst(seen: Picture, fleet: Fleet): unknown {
  const row = rowsOf(seen)[0]
  return row === undefined ? null : placesOf(seen, row, fleet, STATIONS)
}

describe('where a row is shown', () => {
  const boat = (id: string): AlertSeen['subject'] => ({ kind: 'vessel', id })

  it('is the newest fix of its boat, and of the other of a pair', () => {
    const seen = picture([{ subject: boat('b0'), other: 'b1', lon: 1, lat: 1 }])
    expect(placesOfFirst(seen, fleetAt(122, 123))).toEqual([
      [122, 29],
      [123, 29],
    ])
  })

  it('is every boat and station that still stands on a card of many', () => {
    const seen = picture(
      [
        { subject: boat('b0') },
        { subject: boat('b1'), state: 'cleared' },
        { subject: { kind: 'station', id: 'wx-1' } },
      ],
      { alerts: ['A-0', 'A-1', 'A-2'], subject: { kind: 'port', id: 'shipu' }, priority: 2 },
    )
    expect(placesOfFirst(seen, fleetAt(122, 123))).toEqual([
      [122, 29],
      [121.9, 29.3],
    ])
  })

  it('is where it was raised when its boat has no fix, and nowhere when nobody said', () => {
    expect(placesOfFirst(picture([{ subject: boat('b9'), lon: 121, lat: 28 }]), fleetAt())).toEqual([
      [121, 28],
    ])
    expect(placesOfFirst(picture([{ subject: { kind: 'feed', id: 'ais' } }]), fleetAt())).toEqual([])
  })

  it('is never under the card of the boat', () => {
    const chart = { width: 870, height: 700 }
    expect(standsFree({ x: 296, y: 478 }, chart)).toBe(false)
    expect(standsFree({ x: 600, y: 350 }, chart)).toBe(true)
    expect([-5, 866].map((x) => standsFree({ x, y: 350 }, chart))).toEqual([false, false])
  })
  it('still comes into sight on a chart too narrow to keep clear of the card', () => {
    const chart = { width: 360, height: 400 }
    for (const width of [320, 360, 390, 391, 870]) {
      const { left, right } = freeOf(width)
      expect(left + right, `${width}`).toBeLessThan(width)
    }
    expect(freeOf(391).left).toBe(350)
    expect([39, 40, 320, 321].map((x) => standsFree({ x, y: 200 }, chart))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})
