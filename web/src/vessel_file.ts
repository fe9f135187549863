import { effect, signal } from '@preact/signals'
import { chosenVessel, snapshots } from './desk.ts'
import type { VoyageReported } from './generated/protocol.ts'
import { getVessel, HttpProblem } from './http.ts'

/** What the twin knows of a vessel beyond its newest position. */
export interface VesselFile {
  readonly vessel: string
  readonly zones: readonly string[]
  readonly terminals: readonly {
    readonly terminal: string
    readonly heardMs: number
    readonly feed: string
  }[]
  /** How many are aboard by muster or report, and the newest report; null while the twin was not asked. */
  readonly people: { readonly aboard: number; readonly voyage: VoyageReported | null } | null
}
export const vesselFile = signal<VesselFile | null>(null)
const AGAIN_MS = 10_000
let timer: ReturnType<typeof setInterval> | null = null

async function read(vessel: string): Promise<void> {
  try {
    const told = await getVessel(vessel)
    if (chosenVessel.peek() !== vessel) return
    const terminals = (told.terminals_heard ?? []).map(({ terminal, heard_ms, feed }) => ({
      terminal,
      heardMs: heard_ms,
      feed,
    }))
    const people =
      told.people === undefined
        ? null
        : { aboard: told.people.aboard.length, voyage: told.people.voyage ?? null }
    vesselFile.value = { vessel, zones: told.zones ?? [], terminals, people }
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    // What stands on the card keeps its age; the next turn asks again.
  }
}

effect(() => {
  void snapshots.value
  const vessel = chosenVessel.value
  if (timer !== null) clearInterval(timer)
  timer = null
  if (vessel === null) vesselFile.value = null
  else {
    if (vesselFile.peek()?.vessel !== vessel) vesselFile.value = null
    void read(vessel)
    timer = setInterval(() => void read(vessel), AGAIN_MS)
  }
})
