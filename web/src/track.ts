import { effect, signal } from '@preact/signals'
import { chosenVessel, fleetTick, nowMs, snapshots, world } from './desk.ts'
import type { Track } from './generated/protocol.ts'
import { getTrack, HttpProblem } from './http.ts'

export const trackMinutes = signal<30 | 120>(30)
export interface ShownTrack {
  readonly vessel: string
  readonly state: 'loading' | 'failed' | 'read'
  readonly track: Track
}
/** The chosen vessel's way, growing with every new fix. */
export const shownTrack = signal<ShownTrack | null>(null)

async function read(vessel: string, minutes: number): Promise<void> {
  const empty: Track = { vessel, t_ms: [], lon: [], lat: [], sog_kn: [] }
  shownTrack.value = { vessel, state: 'loading', track: empty }
  const to = nowMs.peek()
  try {
    const track = await getTrack(vessel, to - minutes * 60_000, to)
    if (shownTrack.peek()?.vessel === vessel) shownTrack.value = { vessel, state: 'read', track }
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    if (shownTrack.peek()?.vessel === vessel) shownTrack.value = { vessel, state: 'failed', track: empty }
  }
}

/** The track with the newest fix at its end, if that is new, and without what is older than `fromMs`. */
export function grown(
  track: Track,
  fix: { fixMs: number; lon: number; lat: number; sogKn: number | null },
  fromMs: number,
): Track {
  const last = track.t_ms.at(-1) ?? Number.NEGATIVE_INFINITY
  if (fix.fixMs <= last) return track
  const keep = track.t_ms.findIndex((ms) => ms >= fromMs)
  const from = keep < 0 ? track.t_ms.length : keep
  return {
    vessel: track.vessel,
    t_ms: [...track.t_ms.slice(from), fix.fixMs],
    lon: [...track.lon.slice(from), fix.lon],
    lat: [...track.lat.slice(from), fix.lat],
    sog_kn: [...track.sog_kn.slice(from), fix.sogKn],
  }
}

effect(() => {
  void snapshots.value
  const vessel = chosenVessel.value
  const minutes = trackMinutes.value
  if (vessel === null) shownTrack.value = null
  else void read(vessel, minutes)
})

effect(() => {
  void fleetTick.value
  const shown = shownTrack.peek()
  if (shown?.state !== 'read') return
  const number = world.fleet.numberOf(shown.vessel)
  const fix = number === undefined ? null : world.fleet.fix(number)
  if (fix === null || fix.older) return
  const track = grown(shown.track, fix, nowMs.peek() - trackMinutes.peek() * 60_000)
  if (track !== shown.track) shownTrack.value = { ...shown, track }
})
