import { describe, expect, it } from 'vitest'
import type { ClockState } from '../src/generated/protocol.ts'
import { isPaused, nextAt } from '../src/world/turns.ts'

const at = (text: string): number => Date.parse(text)
const NOON = at('2026-11-25T04:00:00Z')

describe('the instant to run ahead to', () => {
  it('is today while that is still to come, in the time of the port', () => {
    expect(nextAt('14:30', NOON, 8)).toBe(at('2026-11-25T06:30:00Z'))
  })
  it('is tomorrow once the time has passed, and never now', () => {
    expect(nextAt('12:00', NOON, 8)).toBe(at('2026-11-26T04:00:00Z'))
    expect(nextAt('00:05', NOON, 8)).toBe(at('2026-11-25T16:05:00Z'))
  })
  it('is none for what is no time of day', () => {
    for (const text of ['', '9:00', '24:00', '12:60', 'noon']) expect(nextAt(text, NOON, 8)).toBeNull()
  })
})

describe('a pause', () => {
  const state: ClockState = { asked: 0, running: 0, resume: 5 }
  it('is a rate of nothing, unless the realm still runs ahead', () => {
    expect(isPaused(state)).toBe(true)
    expect(isPaused({ ...state, until_ms: 5 })).toBe(false)
    expect(isPaused({ ...state, asked: 1 })).toBe(false)
  })
})
