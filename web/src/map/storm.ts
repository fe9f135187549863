import type { Feature, FeatureCollection, Position } from 'geojson'
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl'
import type { QuadrantRadii, StormPoint, WeatherChanged } from '../generated/protocol.ts'
import type { Tokens } from '../theme/tokens.ts'
import { age, beaufort, dayAndClock } from '../words/format.ts'
import { type Lang, say } from '../words/index.ts'
import { away, collection, line, point } from './features.ts'
import { FONTS } from './style.ts'

/** What the labels need besides the bulletin. */
export interface Told {
  readonly nowMs: number
  readonly offsetH: number
  readonly lang: Lang
}

const SOURCE = 'storm'
/** Drawn under the fleet and the zones' lines. */
const BELOW = 'zone-permitted'
const QUADRANT_STEPS = 24

/** Draw the storms that the weather services tell of; loaded only when there is one. */
export function drawStorms(map: MapLibre, tokens: Tokens, all: readonly WeatherChanged[], told: Told): void {
  const shapes = stormShapes(all, told)
  const source = map.getSource<GeoJSONSource>(SOURCE)
  if (source === undefined) {
    map.addSource(SOURCE, { type: 'geojson', data: shapes })
    for (const layer of layers(tokens)) map.addLayer(layer, BELOW)
    return
  }
  source.setData(shapes)
  for (const layer of layers(tokens)) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) {
      map.setPaintProperty(layer.id, name as 'line-color', value)
    }
  }
}

/**
 * Track so far solid, forecast dashed, the centre as last told with its age, every forecast place with its
 * time, and the radii of each force by quadrant. A bulletin that has run out is drawn faint and says so.
 */
export function stormShapes(all: readonly WeatherChanged[], told: Told): FeatureCollection {
  return collection(all.filter((one) => one.what === 'typhoon').flatMap((one) => stormOf(one, told)))
}

function stormOf(one: WeatherChanged, told: Told): Feature[] {
  const track = one.track ?? []
  const past = track.filter((at) => at.t_ms <= one.issued_ms)
  const centre = past.at(-1)
  if (centre === undefined) return []
  const ahead = track.filter((at) => at.t_ms > one.issued_ms)
  const stale = one.stale === true || one.valid_to_ms <= told.nowMs
  const features = (centre.radii ?? []).map((radii) => ring(centre, radii, stale))
  features.push(line(past.map(placeOf), { what: 'past', stale }))
  features.push(line([centre, ...ahead].map(placeOf), { what: 'ahead', stale }))
  for (const at of ahead) features.push(point(at.lon, at.lat, { what: 'place', stale, name: when(at, told) }))
  const words = {
    name: one.name ?? say(told.lang, 'weather.typhoon'),
    n: beaufort(centre.wind_mps),
    age: age(told.nowMs - centre.t_ms, told.lang),
  }
  const name = say(told.lang, stale ? 'storm.stale' : 'storm.centre', words)
  features.push(point(centre.lon, centre.lat, { what: 'centre', stale, name }))
  return features
}

/** Day, hour and force of a forecast place: `07-25 20:00 11级`. */
function when(at: StormPoint, told: Told): string {
  const time = dayAndClock(at.t_ms, told.offsetH).slice(0, 11)
  return `${time} ${say(told.lang, 'strip.force', { n: beaufort(at.wind_mps) })}`
}

/** The edge of the wind of one force: an arc in each quadrant, joined along the bearings between them. */
function ring(centre: StormPoint, radii: QuadrantRadii, stale: boolean): Feature {
  const edge: Position[] = []
  for (const [quadrant, km] of [radii.ne_km, radii.se_km, radii.sw_km, radii.nw_km].entries()) {
    for (let step = 0; step <= QUADRANT_STEPS; step++) {
      edge.push(away(centre.lon, centre.lat, quadrant * 90 + (step * 90) / QUADRANT_STEPS, km * 1000))
    }
  }
  edge.push(edge[0] as Position)
  const properties = { what: 'ring', stale, force: radii.force, name: `${radii.force}` }
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [edge] }, properties }
}

function placeOf(at: StormPoint): Position {
  return [at.lon, at.lat]
}

function layers(tokens: Tokens): LayerSpecification[] {
  const of = (what: string): ['==', ['get', string], string] => ['==', ['get', 'what'], what]
  const faint = (opacity: number): ['case', ['get', string], number, number] => [
    'case',
    ['get', 'stale'],
    opacity / 3,
    opacity,
  ]
  const path = (id: string, dash: number[] | null): LayerSpecification => ({
    id: `storm-${id}`,
    type: 'line',
    source: SOURCE,
    filter: of(id),
    paint: {
      'line-color': tokens.ink2,
      'line-width': 2,
      'line-opacity': faint(0.9),
      ...(dash === null ? {} : { 'line-dasharray': dash }),
    },
  })
  const words = (what: string, size: number): LayerSpecification => ({
    id: `storm-${what}-words`,
    type: 'symbol',
    source: SOURCE,
    filter: of(what),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONTS,
      'text-size': size,
      'text-anchor': 'left',
      'text-offset': [0.9, 0],
      'text-allow-overlap': what === 'centre',
    },
    paint: { 'text-color': tokens.ink, 'text-halo-color': tokens.sea, 'text-halo-width': 1.6 },
  })
  const dot = (what: string, radius: number, colour: string): LayerSpecification => ({
    id: `storm-${what}`,
    type: 'circle',
    source: SOURCE,
    filter: of(what),
    paint: {
      'circle-radius': radius,
      'circle-color': colour,
      'circle-opacity': faint(1),
      'circle-stroke-color': tokens.ink,
      'circle-stroke-width': 1.5,
    },
  })
  return [
    {
      id: 'storm-ring',
      type: 'fill',
      source: SOURCE,
      filter: of('ring'),
      paint: { 'fill-color': tokens.ink2, 'fill-opacity': faint(0.08) },
    },
    {
      id: 'storm-ring-edge',
      type: 'line',
      source: SOURCE,
      filter: of('ring'),
      paint: { 'line-color': tokens.ink2, 'line-width': 1.2, 'line-opacity': faint(0.8) },
    },
    {
      id: 'storm-ring-words',
      type: 'symbol',
      source: SOURCE,
      filter: of('ring'),
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 300,
        'text-field': ['get', 'name'],
        'text-font': FONTS,
        'text-size': 12,
      },
      paint: { 'text-color': tokens.ink2, 'text-halo-color': tokens.sea, 'text-halo-width': 1.4 },
    },
    path('past', null),
    path('ahead', [3, 2]),
    dot('place', 4, tokens.sea),
    dot('centre', 8, tokens.ink2),
    words('place', 12),
    words('centre', 15),
  ]
}
