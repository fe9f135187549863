import { describe, expect, it } from 'vitest'
import {
  FIX_STATES,
  INCIDENT_STATES,
  RIGHTS_URGENT,
  RIGHTS_USUAL,
  ROLES,
  TERMINAL_KINDS,
  VERBS,
} from '../src/generated/protocol.ts'
import { en } from '../src/words/en.ts'
import {
  age,
  bearing,
  beaufort,
  clock,
  compass,
  distanceNm,
  isQuantity,
  latitude,
  longitude,
  measured,
  zoneName,
} from '../src/words/format.ts'
import { isKey, langOf, say, sayWord, sideOf } from '../src/words/index.ts'
import { zh } from '../src/words/zh.ts'

const marks = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

describe('the language a desk opens in', () => {
  it('is the first of the reader that we speak, else the language of the port', () => {
    expect(langOf(['en-GB', 'zh-CN'])).toBe('en')
    expect(langOf(['fr-FR', 'zh-TW', 'en'])).toBe('zh')
    expect(langOf(['ko', 'EN'])).toBe('en')
    expect(langOf(['ko', 'toString'])).toBe('zh')
    expect(langOf([])).toBe('zh')
  })
})

describe('the dictionary', () => {
  it('has the same keys and the same marks in both languages, and nothing empty', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const [key, text] of Object.entries(zh)) {
      if (!isKey(key)) throw new Error(key)
      expect(text.length, key).toBeGreaterThan(0)
      expect(marks(en[key]), key).toEqual(marks(text))
    }
  })

  it('has words for everything the protocol names', () => {
    const words = [
      ...ROLES.map((role) => `role.${role}`),
      ...VERBS.map((verb) => `verb.${verb}`),
      ...INCIDENT_STATES.map((state) => `state.${state}`),
      ...FIX_STATES.map((state) => `fix.${state}`),
      ...TERMINAL_KINDS.map((kind) => `kind.${kind}`),
    ]
    expect(words.filter((key) => !isKey(key))).toEqual([])
  })

  it('uses the words of the trade', () => {
    expect([
      zh['verb.acknowledge'],
      zh['verb.verify'],
      zh['verb.confirm'],
      zh['verb.dispatch'],
      zh['verb.close'],
    ]).toEqual(['签收', '核实', '属实', '派遣', '办结'])
    expect(zh['fix.dark']).toBe('终端离线')
    expect(Object.values(zh).join('')).not.toContain('失联')
  })

  it('fills in what is marked and shows unknown words as they are', () => {
    expect(say('zh', 'link.late', { s: 4 })).toBe('数据迟到 4 秒')
    expect(sayWord('en', 'rule', 'brand-new-rule')).toBe('brand-new-rule')
  })
})

describe('buttons', () => {
  it('leave a false alarm of the grave priorities to those above the officer', () => {
    expect(RIGHTS_URGENT.officer).not.toContain('false-alarm')
    expect(RIGHTS_USUAL.officer).toContain('false-alarm')
    expect(RIGHTS_USUAL.viewer).toEqual([])
  })
})

describe('figures', () => {
  it('give an age its units, so that it is never read as a time of day', () => {
    expect([41_000, 312_000, 3_753_000, 100_000_000].map((ms) => age(ms, 'zh'))).toEqual([
      '41 秒',
      '5分12秒',
      '1小时02分',
      '1天03小时',
    ])
    expect(age(312_000, 'en')).toBe('5m12s')
    expect(age(-5, 'en')).toBe('0 s')
  })

  it('give positions in degrees and minutes', () => {
    expect(latitude(29.2)).toBe('29°12.000′N')
    expect(longitude(-0.99999999)).toBe('001°00.000′W')
  })

  it('give times of the port', () => {
    expect(clock(Date.UTC(2026, 10, 22, 20, 0, 5), 8)).toBe('04:00:05')
    expect([zoneName(8), zoneName(-8)]).toEqual(['CST', 'UTC−8'])
  })

  it('give wind in forces of the Beaufort scale and points', () => {
    expect([0, 0.3, 7.9, 8, 10.8, 17.2, 32.7].map(beaufort)).toEqual([0, 1, 4, 5, 6, 8, 12])
    expect([0, 48, 350].map(compass)).toEqual(['N', 'NE', 'N'])
    expect([bearing(7.2), bearing(359.8)]).toEqual(['007°', '000°'])
  })

  it('give values the digits of their unit', () => {
    const said = [
      measured(9.24, 'm/s', 'zh'),
      measured(3.155, 'm', 'en'),
      measured(8600, 'm', 'zh'),
      measured(87, '%', 'en'),
    ]
    expect(said).toEqual(['9.2 m/s', '3.15 m', '8600 m', '87 %'])
  })

  it('give what is counted in the words of the reader, and nothing for a yes or no', () => {
    expect([measured(3, 'officers', 'zh'), measured(3, 'officers', 'en')]).toEqual(['3 名', '3 officers'])
    expect([measured(21.6, 'degC', 'zh'), measured(21.6, 'degC', 'en')]).toEqual(['21.6 ℃', '21.6 °C'])
    expect(['1', 'way', 'reason', 'm', 'persons'].filter(isQuantity)).toEqual(['m', 'persons'])
  })

  it('give of a line in both languages the side that is read', () => {
    const line = '蒲福风级, 预警信号办法 · Beaufort scale · warnings'
    expect(sideOf('zh', line)).toBe('蒲福风级, 预警信号办法')
    expect(sideOf('en', line)).toBe('Beaufort scale · warnings')
    expect([sideOf('zh', 'EN 54-5'), sideOf('en', 'EN 54-5')]).toEqual(['EN 54-5', 'EN 54-5'])
  })

  it('measure distances as a chart does: a minute of latitude is a mile', () => {
    expect(distanceNm(122, 29, 122, 30)).toBeCloseTo(60.04, 1)
  })
})
