import type { Feature, FeatureCollection, LineString, Point, Polygon, Position } from 'geojson'
import type { GatePlace, Mark, Track } from '../generated/protocol.ts'
import type { Fix } from '../world/fleet.ts'

const DEG = Math.PI / 180
/** Metres in a degree of latitude, for drawing only. */
const M_PER_DEG = 111_200
const NM_M = 1852

export function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

export function point(lon: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties }
}

export function line(coordinates: Position[], properties: Record<string, unknown>): Feature<LineString> {
  return { type: 'Feature', geometry: { type: 'LineString', coordinates }, properties }
}

/** The place `distanceM` away on a bearing; good to draw with over tens of miles. */
export function away(lon: number, lat: number, bearingDeg: number, distanceM: number): Position {
  const north = (distanceM * Math.cos(bearingDeg * DEG)) / M_PER_DEG
  const east = (distanceM * Math.sin(bearingDeg * DEG)) / (M_PER_DEG * Math.cos(lat * DEG))
  return [lon + east, lat + north]
}

/** Course over six minutes dashed, heading short and solid (SN.1/Circ.243, activated target). */
export function vectorsOf(fix: Fix): Feature[] {
  const features: Feature[] = []
  const from: Position = [fix.lon, fix.lat]
  if (fix.cogDeg !== null && fix.sogKn !== null && fix.sogKn >= 0.5) {
    const to = away(fix.lon, fix.lat, fix.cogDeg, (fix.sogKn * NM_M) / 10)
    features.push(line([from, to], { what: 'course' }))
  }
  if (fix.headingDeg !== null) {
    features.push(line([from, away(fix.lon, fix.lat, fix.headingDeg, 180)], { what: 'heading' }))
  }
  return features
}

/** Farthest that a silent boat is drawn to have gone, metres. */
const REACH_CAP_M = 20 * NM_M

/** Circle of where a boat can be after a silence, at the speed it last had but no less than 2 kn. */
export function reachOf(fix: Fix, silentMs: number): Feature[] {
  const speedKn = Math.max(2, fix.sogKn ?? 8)
  const radiusM = Math.min(REACH_CAP_M, (speedKn * NM_M * silentMs) / 3_600_000)
  const ring = Array.from({ length: 65 }, (_, i) => away(fix.lon, fix.lat, (i * 360) / 64, radiusM))
  return [line(ring, {})]
}

/** What an alert draws to explain itself: places, lines between them, circles about them. */
export function marksOf(marks: readonly Mark[]): Feature[] {
  return marks.flatMap(({ shape, places, radius_m }) => {
    if (shape === 'line')
      return [
        line(
          places.map(([lon, lat]) => [lon, lat]),
          {},
        ),
      ]
    const radiusM = radius_m ?? 0
    return places.map(([lon, lat]) =>
      shape === 'circle'
        ? line(
            Array.from({ length: 65 }, (_, i) => away(lon, lat, (i * 360) / 64, radiusM)),
            {},
          )
        : point(lon, lat, {}),
    )
  })
}

/** The hull to scale: pointed bow, square stern. */
export function hullOf(fix: Fix, lengthM: number, beamM: number): Feature | null {
  const turn = fix.headingDeg ?? fix.cogDeg
  if (turn === null) return null
  const half = beamM / 2
  const outline: [number, number][] = [
    [lengthM / 2, 0],
    [lengthM / 4, half],
    [-lengthM / 2, half],
    [-lengthM / 2, -half],
    [lengthM / 4, -half],
    [lengthM / 2, 0],
  ]
  const ring = outline.map(([ahead, right]) => {
    const distance = Math.hypot(ahead, right)
    return away(fix.lon, fix.lat, turn + Math.atan2(right, ahead) / DEG, distance)
  })
  return line(ring, {})
}

/**
 * A track as lines; a stretch with no fix for longer than `gapMs` is marked, because nobody knows where the
 * boat went between its ends.
 */
export function trackLines(track: Track, gapMs: number): Feature[] {
  const features: Feature[] = []
  let run: Position[] = []
  for (let i = 0; i < track.t_ms.length; i++) {
    const at: Position = [track.lon[i] ?? 0, track.lat[i] ?? 0]
    const before = run.at(-1)
    if (before !== undefined && (track.t_ms[i] ?? 0) - (track.t_ms[i - 1] ?? 0) > gapMs) {
      if (run.length > 1) features.push(line(run, {}))
      features.push(line([before, at], { gap: true }))
      run = []
    }
    run.push(at)
  }
  if (run.length > 1) features.push(line(run, {}))
  return features
}

export function gateLine(gate: GatePlace, name: string): Feature {
  return line([[...gate.ends[0]], [...gate.ends[1]]], { name })
}

/** The box west, south, east, north as a polygon. */
export function boxPolygon([w, s, e, n]: readonly [number, number, number, number]): Feature<Polygon> {
  const ring: Position[] = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ]
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: {} }
}

/** The outer ring of a polygon as a line. */
export function outline(shape: Feature<Polygon>, properties: Record<string, unknown>): Feature<LineString> {
  return line(shape.geometry.coordinates[0] ?? [], properties)
}

/** West, south, east, north of everything in a collection; `null` when it holds nothing. */
export function extentOf(shapes: FeatureCollection): [number, number, number, number] | null {
  const box: [number, number, number, number] = [180, 90, -180, -90]
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number' && typeof value[1] === 'number') {
      box[0] = Math.min(box[0], value[0])
      box[1] = Math.min(box[1], value[1])
      box[2] = Math.max(box[2], value[0])
      box[3] = Math.max(box[3], value[1])
    } else for (const inner of value) visit(inner)
  }
  for (const feature of shapes.features)
    if ('coordinates' in feature.geometry) visit(feature.geometry.coordinates)
  return box[0] > box[2] ? null : box
}

/** One place for a zone's name: the middle of its largest outer ring's box. */
export function namePlace(shape: Feature): Position | null {
  const rings =
    shape.geometry.type === 'Polygon'
      ? [shape.geometry.coordinates[0]]
      : shape.geometry.type === 'MultiPolygon'
        ? shape.geometry.coordinates.map((polygon) => polygon[0])
        : []
  const boxes = rings.flatMap((ring) => {
    const box = ring === undefined ? null : extentOf(collection([line(ring, {})]))
    return box === null ? [] : [box]
  })
  const area = (box: [number, number, number, number]): number => (box[2] - box[0]) * (box[3] - box[1])
  const largest = boxes.sort((a, b) => area(b) - area(a))[0]
  return largest === undefined ? null : [(largest[0] + largest[2]) / 2, (largest[1] + largest[3]) / 2]
}
