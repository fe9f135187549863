import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import type { CoverageSeen } from '../generated/protocol.ts'
import type { Tokens } from '../theme/tokens.ts'
import { EMPTY } from './style.ts'

export type Hatch = 'blind' | 'partly' | 'unheard'
export const HATCHES: readonly Hatch[] = ['blind', 'partly', 'unheard']

const SOURCE = 'coverage'
/** Drawn on the sea and under the land, for the squares know of no coast. */
const BELOW = 'land'
const RATIO = 2
/** One tile of a pattern, in CSS pixels. */
const TILE_PX = 12

/** Hatch what we cannot hear: told apart by the lines, not by the colour. `null` takes it away. */
export function drawCoverage(map: MapLibre, tokens: Tokens, seen: CoverageSeen | null): void {
  const shapes = seen === null ? EMPTY : shapesOf(seen)
  for (const hatch of HATCHES) {
    const image = tile(hatch, tokens.ink2)
    if (map.hasImage(`cover-${hatch}`)) map.updateImage(`cover-${hatch}`, image)
    else map.addImage(`cover-${hatch}`, image, { pixelRatio: RATIO })
  }
  const source = map.getSource<GeoJSONSource>(SOURCE)
  if (source !== undefined) {
    source.setData(shapes)
    return
  }
  map.addSource(SOURCE, { type: 'geojson', data: shapes })
  for (const hatch of HATCHES) {
    map.addLayer(
      {
        id: `cover-${hatch}`,
        type: 'fill',
        source: SOURCE,
        filter: ['==', ['get', 'hearing'], hatch],
        paint: { 'fill-pattern': `cover-${hatch}`, 'fill-antialias': false },
      },
      BELOW,
    )
  }
}

/** The runs of squares that are not heard; what is heard is drawn as plain sea. */
export function shapesOf(seen: CoverageSeen): FeatureCollection {
  const features = (seen.features as unknown as FeatureCollection['features']).filter(
    (run) => run.properties?.['hearing'] !== 'heard',
  )
  return { type: 'FeatureCollection', features }
}

/** One tile that joins on all sides: crossed lines, single lines, or sparse dots. */
export function tile(hatch: Hatch, colour: string): { width: number; height: number; data: Uint8Array } {
  const side = TILE_PX * RATIO
  const data = new Uint8Array(side * side * 4)
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      data.set([red ?? 0, green ?? 0, blue ?? 0, inked(hatch, x, y, side)], (y * side + x) * 4)
    }
  }
  return { width: side, height: side, data }
}

/** How much ink, 0 to 255, lies on a pixel of a tile. */
function inked(hatch: Hatch, x: number, y: number, side: number): number {
  const rising = (x + y) % side < 2
  const falling = (x - y + side) % side < 2
  if (hatch === 'blind') return rising || falling ? 170 : 40
  if (hatch === 'partly') return rising ? 150 : 0
  return x < 2 && y < 2 ? 110 : 0
}
