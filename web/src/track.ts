import { effect, signal } from '@preact/signals'
import { chosenVessel, fleetTick, nowMs, snapshots, world } from './desk.ts'
import type { Track } from './generated/protocol.ts'
import { getTrack, HttpProblem } from './http.ts'
import { grown } from './world/grown.ts'

export const trackMinutes = signal<30 | 120>(30)
export interface ShownTrack {
  readonly vessel: string
  readonly state: 'loading' | 'failed' | 'read'
  readonly track: Track
}
/** The chosen vessel's way, growing with every new fix. */
export const shownTrack = signal<ShownTrack | null>(null)

/** A boat that fell silent is shown on its way to where it was last seen. */
function endMs(vessel: string): number {
  const number = world.fleet.numberOf(vessel)
  const fix = number === undefined ? null : world.fleet.fix(number)
  return fix === null || fix.older ? nowMs.peek() : Math.min(nowMs.peek(), fix.fixMs)
}

async function read(vessel: string, minutes: number): Promise<void> {
  const empty: Track = { vessel, t_ms: [], lon: [], lat: [], sog_kn: [] }
  shownTrack.value = { vessel, state: 'loading', track: empty }
  const to = endMs(vessel)
  try {
    const track = await getTrack(vessel, to - minutes * 60_000, to)
    if (shownTrack.peek()?.vessel === vessel) shownTrack.value = { vessel, state: 'read', track }
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    if (shownTrack.peek()?.vessel === vessel) shownTrack.value = { vessel, state: 'failed', track: empty }
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
