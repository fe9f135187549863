import { describe, expect, it } from 'vitest'
import { contrast, PALETTES, priorityColours, TOKENS } from '../src/theme/tokens.ts'

/** The table of ui.md §4.9, held to what it promises: axe cannot see a canvas. */
describe.each(PALETTES)('%s', (palette) => {
  const tokens = TOKENS[palette]
  const panels = [tokens.bg, tokens.panel, tokens.section]

  it('has text that reads on every panel', () => {
    for (const panel of panels) {
      for (const ink of [tokens.ink, tokens.ink2, tokens.ink3, tokens.alarmText, tokens.warningText]) {
        expect(contrast(ink, panel), `${ink} on ${panel}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  it('has marks that read on the fill of every priority', () => {
    for (const priority of [1, 2, 3, 4] as const) {
      const { fill, on } = priorityColours(tokens, priority)
      expect(contrast(fill, on), `P${priority}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('has vessels, casings and the focus that stand out from the sea', () => {
    for (const water of [tokens.sea, tokens.land]) {
      expect(contrast(tokens.vessel, water)).toBeGreaterThanOrEqual(3)
      expect(contrast(tokens.ink, water)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(tokens.focus, water)).toBeGreaterThanOrEqual(3)
    }
    for (const panel of panels) expect(contrast(tokens.focus, panel)).toBeGreaterThanOrEqual(3)
  })

  it('has a button whose words read', () => {
    expect(contrast(tokens.focus, tokens.focusOn)).toBeGreaterThanOrEqual(4.5)
  })

  it('tells the sea from where there is no chart', () => {
    expect(tokens.nochart).not.toBe(tokens.sea)
  })
})

describe('contrast', () => {
  it('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})
