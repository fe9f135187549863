import { describe, expect, it } from 'vitest'
import type { AlertSeen, IncidentSeen } from '../src/generated/protocol.ts'
import { demandOf, WARNING_DEADLINE_MS, warningsDue } from '../src/sound/demand.ts'
import { SCORES, samplesOf } from '../src/sound/tones.ts'
import { EMPTY_PICTURE, type Picture } from '../src/world/picture.ts'
import { golden } from './golden.ts'

const told = golden.checkpoints.at(-1)?.incidents[0]
if (told === undefined) throw new Error('golden frames without incidents')
const one: IncidentSeen = { ...told, state: 'open', acked_ms: null, alerts: [] }
const holding = (...incidents: IncidentSeen[]): Picture => ({
  ...EMPTY_PICTURE,
  incidents: new Map(incidents.map((incident, n) => [`I-${n}`, { ...incident, incident: `I-${n}` }])),
})

describe('what is heard', () => {
  it('is the loop of the worst that nobody has acknowledged', () => {
    expect(demandOf(holding({ ...one, priority: 2 }, { ...one, priority: 1 })).loop).toBe('emergency')
    expect(demandOf(holding({ ...one, priority: 2 })).loop).toBe('alarm')
    expect(demandOf(holding({ ...one, priority: 1, state: 'acknowledged', acked_ms: 1 })).loop).toBeNull()
  })

  it('is silent for a danger that passed by itself, though it still waits to be acknowledged', () => {
    expect(demandOf(holding({ ...one, priority: 2, danger: false, alerts: ['gone'] })).loop).toBeNull()
    expect(demandOf(holding({ ...one, priority: 2, danger: true, alerts: ['stands'] })).loop).toBe('alarm')
  })

  it('is nothing for cautions and for tests', () => {
    expect(demandOf(holding({ ...one, priority: 4 }))).toEqual({ loop: null, loud: [], soft: [] })
    const test = { alert: 'x', test: true } as AlertSeen
    const picture = { ...holding({ ...one, priority: 1, alerts: ['x'] }), alerts: new Map([['x', test]]) }
    expect(demandOf(picture).loop).toBeNull()
  })

  it('is one short tone for a warning, and one more at its deadline', () => {
    const demand = demandOf(holding({ ...one, priority: 3, called_ms: 0 }))
    const heard = new Map<string, number>()
    expect(
      [0, 1000, WARNING_DEADLINE_MS, WARNING_DEADLINE_MS + 1].map((ms) => warningsDue(demand, heard, ms)),
    ).toEqual([1, 0, 1, 0])
    expect(warningsDue(demandOf(EMPTY_PICTURE), heard, 0)).toBe(0)
    expect(heard.size).toBe(0)
  })
})

describe('tones', () => {
  it('never clip, and loop without a click', () => {
    for (const score of Object.values(SCORES)) {
      const samples = samplesOf(score, 8000)
      expect(samples.length).toBe(Math.round(score.turnS * 8000))
      expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true)
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01)
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.2)
    }
  })

  it('tell an alarm from a warning: pulses that repeat against one tone', () => {
    expect(SCORES.alarm.loops && SCORES.alarm.beeps.length === 3).toBe(true)
    expect(SCORES.warning.loops).toBe(false)
  })
})
