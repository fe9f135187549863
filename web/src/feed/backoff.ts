const FIRST_MS = 500
const LONGEST_MS = 10_000

/**
 * Wait before reconnection attempt `attempt` (0, 1, 2 ...): 0.5 s doubling to 10 s, with jitter over the upper
 * half so that a restarted server does not meet every desk at once. `chance` is in [0, 1).
 */
export function waitMs(attempt: number, chance: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
  return Math.round(ceiling * (0.5 + chance / 2))
}
