/** How old the whole picture is (ui.md §4.11.2): thresholds in milliseconds without any frame. */
export const LATE_MS = 3_000
export const LOST_MS = 10_000
/** After this long the paper procedure takes over and a tone says so. */
export const PAPER_MS = 60_000

export type Link = 'waiting' | 'live' | 'late' | 'lost'

/** `null` = nothing was ever heard. */
export function linkAfter(silentMs: number | null): Link {
  if (silentMs === null) return 'waiting'
  if (silentMs > LOST_MS) return 'lost'
  return silentMs > LATE_MS ? 'late' : 'live'
}

/**
 * The instant ages are counted to: the data's clock, and once the link is late also the time it has been
 * silent, so that nothing on a dead screen stays young.
 */
export function ageInstantMs(dataMs: number, silentMs: number | null, rate: number): number {
  return silentMs !== null && silentMs > LATE_MS ? dataMs + silentMs * rate : dataMs
}

/** A feed's own expected period (ui.md §4.11.3): AIS 10 s, BeiDou 5 min, others judged by the server. */
export function feedLook(state: 'starting' | 'up' | 'suspect' | 'down'): 'quiet' | 'caution' | 'broken' {
  if (state === 'up') return 'quiet'
  return state === 'down' ? 'broken' : 'caution'
}

/** A reading older than three periods is no longer a value (ui.md §4.11.5). */
export function readingIsCurrent(ageMs: number, periodS: number): boolean {
  return ageMs <= 3 * periodS * 1000
}
