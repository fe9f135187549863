import type { ClockState } from '../generated/protocol.ts'

/** The rates a director chooses from, realm seconds in a real one. */
export const RATES = [1, 2, 5, 10, 20, 50, 100] as const

/** Whether the realm stands still; while it runs ahead from a pause it does not. */
export function isPaused(state: ClockState): boolean {
  return state.asked === 0 && typeof state.until_ms !== 'number'
}

/** The next instant at which the port's clock shows `HH:MM`, UTC ms; `null` for what is no time of day. */
export function nextAt(text: string, nowMs: number, offsetH: number): number | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (parts === null) return null
  const dayMs = 86_400_000
  const minutes = Number(parts[1]) * 60 + Number(parts[2])
  const localMs = nowMs + offsetH * 3_600_000
  const atMs = localMs - (localMs % dayMs) + minutes * 60_000
  return (atMs > localMs ? atMs : atMs + dayMs) - offsetH * 3_600_000
}
