import type { Feature } from 'geojson'
import { describe, expect, it } from 'vitest'
import { basinsOf, portShapes, zoneNames } from '../src/chart_shapes.ts'
import type { PortSeen, ReadingSeen, StationPlace } from '../src/generated/protocol.ts'
import * as shapes from '../src/map/features.ts'
import { layersOf, SOURCES, styleOf } from '../src/map/style.ts'
import { TOKENS } from '../src/theme/tokens.ts'
import type { Fix } from '../src/world/fleet.ts'
import { EMPTY_PICTURE } from '../src/world/picture.ts'
import { shoreValue } from '../src/world/shore.ts'

const fix: Fix = {
  number: 1,
  lon: 122,
  lat: 29,
  sogKn: 10,
  cogDeg: 90,
  headingDeg: null,
  fixMs: 0,
  older: false,
  intervalS: 30,
  state: 'dark',
  doubtful: false,
  permitted: false,
  kind: 'ais-b',
}

function coordinates(shape: Feature | undefined): number[][] {
  return shape?.geometry.type === 'LineString' ? shape.geometry.coordinates : []
}

describe('shapes on the chart', () => {
  it('draw six minutes of course and no heading that was not said', () => {
    const [course, ...rest] = shapes.vectorsOf(fix)
    expect(rest).toEqual([])
    const to = coordinates(course)[1] ?? []
    expect(to[0]).toBeCloseTo(122 + 1852 / (111_200 * Math.cos((29 * Math.PI) / 180)), 5)
  })

  it('let the reach of a silent boat grow to a cap', () => {
    const radius = (silentMs: number): number => {
      const ring = coordinates(shapes.reachOf(fix, silentMs)[0])
      return ((ring[0]?.[1] ?? 0) - 29) * 111_200
    }
    expect(radius(3_600_000)).toBeCloseTo(10 * 1852, -1)
    expect(radius(86_400_000)).toBeCloseTo(20 * 1852, -1)
  })

  it('draw what explains an alert: places, ways and distances', () => {
    const at: [number, number] = [122, 29]
    const [place, way, ring] = shapes.marksOf([
      { shape: 'point', places: [at] },
      { shape: 'line', places: [at, [122.1, 29]] },
      { shape: 'circle', places: [at], radius_m: 500 },
    ])
    expect([place?.geometry.type, coordinates(way).length]).toEqual(['Point', 2])
    expect(((coordinates(ring)[0]?.[1] ?? 0) - 29) * 111_200).toBeCloseTo(500, 3)
    expect(coordinates(ring).at(0)).toEqual(coordinates(ring).at(-1))
  })

  it('mark the stretch of a track that nobody saw', () => {
    const track = {
      vessel: 'a',
      t_ms: [0, 30_000, 600_000, 630_000],
      lon: [1, 2, 3, 4],
      lat: [1, 2, 3, 4],
      sog_kn: [1, 1, 1, 1],
    }
    const lines = shapes.trackLines(track, 90_000)
    expect(lines.map((line) => line.properties?.['gap'] === true)).toEqual([false, true, false])
  })

  it('name a zone once, in its largest part, and say when it is only an example', () => {
    const zone = {
      type: 'Feature' as const,
      properties: {
        id: 'z',
        name_zh: '保护区',
        name_en: 'Reserve',
        kind: 'forbidden',
        source: '示例: drawn by us',
      },
      geometry: {
        type: 'MultiPolygon' as const,
        coordinates: [
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
          [
            [
              [10, 10],
              [14, 10],
              [14, 14],
              [10, 10],
            ],
          ],
        ],
      },
    }
    const names = zoneNames(shapes, shapes.collection([zone]), 'zh')
    expect(names.features.map((one) => [one.properties?.['name'], one.geometry])).toEqual([
      ['保护区 (示例)', { type: 'Point', coordinates: [12, 12] }],
    ])
  })

  it('find how far a chart goes', () => {
    expect(shapes.extentOf(shapes.collection([shapes.point(1, 2, {}), shapes.point(3, -1, {})]))).toEqual([
      1, -1, 3, 2,
    ])
    expect(shapes.extentOf(shapes.collection([]))).toBeNull()
  })
})

describe('the style', () => {
  it('asks for nothing from outside and draws every source it declares', () => {
    const style = styleOf(TOKENS.dusk)
    expect(JSON.stringify(style)).not.toContain('://')
    expect(style.glyphs).toBeUndefined()
    const drawn = new Set(layersOf(TOKENS.day).map((layer) => ('source' in layer ? layer.source : '')))
    expect(SOURCES.filter((name) => !drawn.has(name))).toEqual([])
  })

  it('colours every layer anew in every palette', () => {
    expect(layersOf(TOKENS.day).map((layer) => layer.id)).toEqual(
      layersOf(TOKENS.night).map((layer) => layer.id),
    )
  })
})

const berth = (id: string, lon: number, n: number) => ({
  place: { id, name: { zh: id, en: id }, lon, lat: 29, kind: 'quay' as const, radius_m: 50, places: 10 },
  seen: { berth: id, places: 10, vessels: Array.from({ length: n }, (_, i) => `${id}${i}`) },
})

describe('berths', () => {
  const all = [berth('a', 122, 3), berth('b', 122.001, 4), berth('c', 123, 0)]
  const port = { berths: all.map((one) => one.place) } as unknown as PortSeen
  const picture = { ...EMPTY_PICTURE, berths: new Map(all.map((one) => [one.seen.berth, one.seen])) }

  it('are one badge from afar that counts every boat, and each its own when near', () => {
    expect(basinsOf(port, picture, 10).map((one) => one.lying)).toEqual([7])
    expect(basinsOf(port, picture, 14).map((one) => one.lying)).toEqual([3, 4, 0])
  })
})

const station = (id: string): StationPlace => ({
  id,
  name: { zh: id, en: id },
  lon: 0,
  lat: 0,
  quantities: [],
  period_s: 60,
})
const reading = (station: string, quantity: string, value: number, t_ms: number): ReadingSeen => ({
  station,
  quantity,
  value,
  unit: 'm',
  t_ms,
})

describe('the shore', () => {
  const stations = [station('x'), station('y')]
  const readings = (...all: ReadingSeen[]) =>
    new Map(all.map((one) => [`${one.station}/${one.quantity}`, one]))

  it('tells the worst that is still a value: most wind, least visibility', () => {
    const said = readings(
      reading('x', 'wind', 9, 0),
      reading('y', 'wind', 12, 0),
      reading('x', 'visibility', 900, 0),
      reading('y', 'visibility', 4000, 0),
    )
    expect(shoreValue(said, stations, 'wind', 1000)?.reading.value).toBe(12)
    expect(shoreValue(said, stations, 'visibility', 1000)?.reading.value).toBe(900)
  })

  it('calls a value older than three periods no value', () => {
    const said = readings(reading('x', 'wind', 9, 0))
    expect(shoreValue(said, stations, 'wind', 181_000)).toMatchObject({ current: false })
    expect(shoreValue(said, stations, 'rain', 0)).toBeNull()
  })

  it('believes a fresh station before a stale one that reads worse', () => {
    const said = readings(reading('x', 'wind', 30, 0), reading('y', 'wind', 5, 200_000))
    expect(shoreValue(said, stations, 'wind', 201_000)?.reading.value).toBe(5)
  })
})

describe('stations', () => {
  const station = (id: string) =>
    ({
      id,
      name: { zh: id, en: id },
      lon: 122,
      lat: 29,
      quantities: ['smoke', 'heat'],
      period_s: 60,
    }) as never
  const port = { stations: [station('a'), station('b'), station('c')], berths: [], gates: [] } as never
  const read = (id: string, quantity: string, value: number, unit: string): [string, ReadingSeen] => [
    `${id}/${quantity}`,
    { station: id, quantity, value, unit, t_ms: 0 },
  ]

  it('show quantities, never the figure of a yes or no, and a dash only for silence', () => {
    const readings = new Map([
      read('a', 'smoke', 0, '1'),
      read('a', 'heat', 21.6, 'degC'),
      read('b', 'smoke', 0, '1'),
    ])
    const { stations } = portShapes(shapes, port, { ...EMPTY_PICTURE, readings }, 1_000, 'zh', 13)
    expect(stations.features.map((one) => one.properties?.['name'])).toEqual(['a\n21.6 ℃', 'b', 'c\n—'])
  })
})
