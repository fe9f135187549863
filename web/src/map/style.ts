import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { Tokens } from '../theme/tokens.ts'

/** Fonts of the machine draw Chinese and Latin alike; there is no glyph server (ui.md §2.2). */
export const FONTS = ['Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif']
export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Sources that the page fills itself. */
export const SOURCES = [
  'edge',
  'sea',
  'land',
  'zones',
  'zone-names',
  'gates',
  'berths',
  'stations',
  'track',
  'reach',
  'marks',
  'vectors',
  'hulls',
  'names',
] as const
export type SourceName = (typeof SOURCES)[number]

export function styleOf(tokens: Tokens): StyleSpecification {
  const source: SourceSpecification = { type: 'geojson', data: EMPTY }
  return {
    version: 8,
    sources: Object.fromEntries(SOURCES.map((name) => [name, source])),
    layers: layersOf(tokens),
  }
}

/** Below the vessels: chart, zones, port, track. Above: names. The fleet is drawn in between. */
export const FIRST_ABOVE_VESSELS = 'names'

export function layersOf(tokens: Tokens): LayerSpecification[] {
  return [...chart(tokens), ...zones(tokens), ...port(tokens), ...motion(tokens), ...names(tokens)]
}

function chart(tokens: Tokens): LayerSpecification[] {
  return [
    { id: 'nochart', type: 'background', paint: { 'background-color': tokens.nochart } },
    { id: 'sea', type: 'fill', source: 'sea', paint: { 'fill-color': tokens.sea, 'fill-antialias': false } },
    {
      id: 'zone-fill',
      type: 'fill',
      source: 'zones',
      filter: ['==', ['get', 'kind'], 'forbidden'],
      paint: { 'fill-color': tokens.zone, 'fill-opacity': 0.1 },
    },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': tokens.land } },
    ...edge(tokens),
    { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': tokens.coast, 'line-width': 1 } },
  ]
}

/** Where the chart ends: beyond it the sea is not known to be sea. */
function edge(tokens: Tokens): LayerSpecification[] {
  return [
    { id: 'edge', type: 'line', source: 'edge', paint: { 'line-color': tokens.ink3, 'line-width': 1 } },
    {
      id: 'edge-words',
      type: 'symbol',
      source: 'edge',
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 400,
        'text-field': ['get', 'name'],
        'text-font': FONTS,
        'text-size': 12,
        'text-offset': [0, -0.8],
      },
      paint: { 'text-color': tokens.ink3, 'text-halo-color': tokens.nochart, 'text-halo-width': 1 },
    },
  ]
}

function zones(tokens: Tokens): LayerSpecification[] {
  const line = (id: string, kinds: string[], dash: number[] | null, width: number): LayerSpecification => ({
    id,
    type: 'line',
    source: 'zones',
    filter: ['in', ['get', 'kind'], ['literal', kinds]],
    paint: {
      'line-color': tokens.zone,
      'line-width': width,
      ...(dash === null ? {} : { 'line-dasharray': dash }),
    },
  })
  return [
    line('zone-permitted', ['permitted'], null, 1.4),
    line('zone-forbidden', ['forbidden', 'line'], [5, 3], 1.6),
    line('zone-quiet', ['lane', 'harbour', 'anchorage', 'gate'], [1.5, 2.5], 1),
    {
      id: 'zone-names',
      filter: ['!=', ['get', 'kind'], 'gate'],
      type: 'symbol',
      source: 'zone-names',
      minzoom: 8.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONTS,
        'text-size': 12,
        'text-max-width': 12,
        'text-padding': 4,
      },
      paint: { 'text-color': tokens.zone, 'text-halo-color': tokens.sea, 'text-halo-width': 1.2 },
    },
  ]
}

function port(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'gates',
      type: 'line',
      source: 'gates',
      minzoom: 11,
      paint: { 'line-color': tokens.ink3, 'line-width': 1.5, 'line-dasharray': [1, 1] },
    },
    label('gate-names', 'gates', tokens.ink3, tokens.sea, 12.5, 'line-center'),
    {
      id: 'stations',
      type: 'circle',
      source: 'stations',
      minzoom: 11,
      paint: {
        'circle-radius': 3.5,
        'circle-color': tokens.panel,
        'circle-stroke-color': tokens.ink2,
        'circle-stroke-width': 1.5,
      },
    },
    label('station-names', 'stations', tokens.ink2, tokens.sea, 12.5),
    label('berth-names', 'berths', tokens.ink2, tokens.sea, 8),
  ]
}

function label(
  id: string,
  source: SourceName,
  ink: string,
  halo: string,
  minzoom: number,
  placement: 'point' | 'line-center' = 'point',
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source,
    minzoom,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONTS,
      'text-size': 12,
      'text-anchor': placement === 'point' ? 'top' : 'bottom',
      'text-offset': [0, placement === 'point' ? 0.6 : -0.3],
      'symbol-placement': placement,
      'text-rotation-alignment': 'viewport',
      'text-max-width': 14,
    },
    paint: { 'text-color': ink, 'text-halo-color': halo, 'text-halo-width': 1.2 },
  }
}

function motion(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'reach',
      type: 'line',
      source: 'reach',
      paint: { 'line-color': tokens.ink2, 'line-width': 1.2, 'line-dasharray': [2, 2] },
    },
    {
      id: 'marks',
      type: 'line',
      source: 'marks',
      paint: { 'line-color': tokens.ink, 'line-width': 1.6, 'line-dasharray': [1, 1.5] },
    },
    {
      id: 'mark-points',
      type: 'circle',
      source: 'marks',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-opacity': 0,
        'circle-stroke-color': tokens.ink,
        'circle-stroke-width': 1.6,
      },
    },
    {
      id: 'track',
      type: 'line',
      source: 'track',
      filter: ['!=', ['get', 'gap'], true],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': tokens.focus, 'line-width': 2 },
    },
    {
      id: 'track-gap',
      type: 'line',
      source: 'track',
      filter: ['==', ['get', 'gap'], true],
      paint: { 'line-color': tokens.focus, 'line-width': 1.2, 'line-dasharray': [1, 3] },
    },
    {
      id: 'hulls',
      type: 'line',
      source: 'hulls',
      minzoom: 15,
      paint: { 'line-color': tokens.vessel, 'line-width': 1.2 },
    },
    {
      id: 'vector-course',
      type: 'line',
      source: 'vectors',
      filter: ['==', ['get', 'what'], 'course'],
      paint: { 'line-color': tokens.ink, 'line-width': 1.4, 'line-dasharray': [4, 2] },
    },
    {
      id: 'vector-heading',
      type: 'line',
      source: 'vectors',
      filter: ['==', ['get', 'what'], 'heading'],
      paint: { 'line-color': tokens.ink, 'line-width': 1.4 },
    },
  ]
}

function names(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'names',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONTS,
        'text-size': 13,
        'text-variable-anchor-offset': [
          ...['left', [1.5, 0], 'right', [-1.5, 0], 'top', [0, 1.4], 'bottom', [0, -1.4]],
        ] as never,
        'text-justify': 'auto',
        'text-allow-overlap': false,
        'symbol-sort-key': ['get', 'rank'],
        'text-max-width': 20,
      },
      paint: { 'text-color': tokens.ink, 'text-halo-color': tokens.sea, 'text-halo-width': 1.6 },
    },
  ]
}
