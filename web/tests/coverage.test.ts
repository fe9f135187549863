import { describe, expect, it } from 'vitest'
import type { CoverageSeen } from '../src/generated/protocol.ts'
import { HATCHES, shapesOf, tile } from '../src/map/coverage.ts'
import { TOKENS } from '../src/theme/tokens.ts'

const run = (hearing: string): Record<string, unknown> => ({
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: [] },
  properties: { hearing, hidden: 0, heard_ms: -1 },
})
const seen: CoverageSeen = {
  type: 'FeatureCollection',
  features: ['heard', 'blind', 'partly', 'unheard'].map(run),
  now_ms: 0,
  lately_ms: 0,
  feeds: [],
  boats: { n: 0, at_sea: 0, left: 0, shown: [] },
}

describe('where we are blind', () => {
  it('is drawn over all squares but those that are heard', () => {
    expect(shapesOf(seen).features.map((one) => one.properties?.['hearing'])).toEqual([
      'blind',
      'partly',
      'unheard',
    ])
  })

  it('is told by its lines: no two hatches ink the same pixels, and none needs its colour', () => {
    const inked = HATCHES.map((hatch) => {
      const { data } = tile(hatch, TOKENS.night.ink2)
      return data.filter((_, at) => at % 4 === 3 && (data[at] ?? 0) > 100).length
    })
    expect(new Set(inked).size).toBe(HATCHES.length)
    expect([...inked].sort((a, b) => b - a)).toEqual(inked)
    const bare = (data: Uint8Array): number[] => [...data].filter((_, at) => at % 4 === 3)
    for (const hatch of HATCHES) {
      expect(bare(tile(hatch, TOKENS.day.ink2).data)).toEqual(bare(tile(hatch, TOKENS.night.ink2).data))
    }
  })

  it('wears the ink of the palette', () => {
    const { data, width, height } = tile('blind', '#102030')
    expect([width, height, data.length]).toEqual([24, 24, 24 * 24 * 4])
    expect([...data.slice(0, 3)]).toEqual([16, 32, 48])
  })
})
