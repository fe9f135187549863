import { describe, expect, it } from 'vitest'
import type { StormPoint, WeatherChanged } from '../src/generated/protocol.ts'
import { stormShapes } from '../src/map/storm.ts'

const HOUR = 3_600_000
const told = { nowMs: 2 * HOUR, offsetH: 8, lang: 'zh' } as const

function at(hour: number, lon: number, radii: StormPoint['radii'] = []): StormPoint {
  return { t_ms: hour * HOUR, lon, lat: 27, wind_mps: 38, pressure_hpa: 960, radii }
}

const ring = { force: 10, ne_km: 100, se_km: 80, sw_km: 60, nw_km: 0 }
const bulletin: WeatherChanged = {
  kind: 'weather-changed',
  t_ms: 0,
  source: 'met',
  what: 'typhoon',
  issued_ms: 0,
  valid_to_ms: 6 * HOUR,
  name: '烟花',
  track: [at(-6, 124), at(0, 123.5, [ring]), at(6, 123), at(24, 122)],
}

function kinds(all: readonly WeatherChanged[], nowMs = told.nowMs): string[] {
  return stormShapes(all, { ...told, nowMs }).features.map((one) => one.properties?.['what'] as string)
}

describe('storms on the chart', () => {
  it('are a track so far, a forecast with a place for each instant, and the winds about the centre', () => {
    expect(kinds([bulletin])).toEqual(['ring', 'past', 'ahead', 'place', 'place', 'centre'])
    const shapes = stormShapes([bulletin], told).features
    expect(shapes.at(-1)?.properties?.['name']).toBe('烟花 13 级，2小时00分前')
    expect(shapes[3]?.properties?.['name']).toBe('01-01 14:00 13 级')
  })

  it('have an edge in each quadrant at the radius told for it', () => {
    const [shape] = stormShapes([bulletin], told).features
    const edge = shape?.geometry.type === 'Polygon' ? (shape.geometry.coordinates[0] ?? []) : []
    const north = Math.max(...edge.map(([, lat]) => lat ?? 0))
    const south = Math.min(...edge.map(([, lat]) => lat ?? 0))
    expect((north - 27) * 111.2).toBeCloseTo(100, 0)
    expect((27 - south) * 111.2).toBeCloseTo(80, 0)
    expect(edge[0]).toEqual(edge.at(-1))
  })

  it('are faint once their bulletin has run out, and say so', () => {
    const shapes = stormShapes([bulletin], { ...told, nowMs: 7 * HOUR }).features
    expect(shapes.every((one) => one.properties?.['stale'] === true)).toBe(true)
    expect(shapes.at(-1)?.properties?.['name']).toContain('已过期')
  })

  it('are nothing when a bulletin tells no place', () => {
    expect(kinds([{ ...bulletin, track: [] }])).toEqual([])
    expect(kinds([{ ...bulletin, what: 'warning' }])).toEqual([])
  })
})
