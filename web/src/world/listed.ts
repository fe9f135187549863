import type { FixState } from '../generated/protocol.ts'
import type { Flag } from './flagged.ts'
import type { Fix, Fleet } from './fleet.ts'

const URGENCY: Readonly<Record<FixState, number>> = {
  dark: 0,
  late: 1,
  'cannot-tell': 2,
  'under-way': 3,
  none: 4,
  moored: 5,
  'off-in-port': 6,
}

/** A boat of the table, and its newest fix. */
export interface Listed {
  readonly id: string
  readonly fix: Fix
}

/**
 * Every boat with a fix, or those in one state alone: alerting ones first, then by how little is known of them, then by
 * number.
 */
export function listed(fleet: Fleet, flags: ReadonlyMap<string, Flag>, only: FixState | null): Listed[] {
  const all: Listed[] = []
  for (const vessel of fleet.known) {
    const fix = vessel === undefined ? null : fleet.fix(vessel.number)
    if (vessel !== undefined && fix !== null && (only === null || fix.state === only))
      all.push({ id: vessel.vessel, fix })
  }
  const rank = (id: string): number => flags.get(id)?.priority ?? 9
  return all.sort(
    (a, b) =>
      rank(a.id) - rank(b.id) || URGENCY[a.fix.state] - URGENCY[b.fix.state] || a.fix.number - b.fix.number,
  )
}
