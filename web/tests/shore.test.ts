import { describe, expect, it } from 'vitest'
import type { PeopleSeen } from '../src/generated/protocol.ts'
import { isRollCall } from '../src/world/shore.ts'

const people = (roll_call_ms: number): PeopleSeen => ({
  ashore: 1,
  aboard: 0,
  at_sea: 0,
  unknown: 9,
  registered: 10,
  roll_call_ms,
})

describe('somebody unknown', () => {
  it('is no cause for alarm while the first roll-call runs, and is one once it should be over', () => {
    expect(isRollCall(people(1_800_000), 1_799_999)).toBe(true)
    expect(isRollCall(people(1_800_000), 1_800_000)).toBe(false)
  })

  it('is one at once where no roll-call is known to run', () => {
    expect(isRollCall(people(-1), 0)).toBe(false)
  })
})
