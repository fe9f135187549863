import { computed, effect, signal } from '@preact/signals'
import { chosenRow, picture, snapshots, world } from './desk.ts'
import type { Fact, FactFrame } from './generated/protocol.ts'
import { getIncident, HttpProblem } from './http.ts'

export interface CaseFile {
  readonly incident: string
  readonly state: 'loading' | 'failed' | 'read'
  readonly timeline: readonly FactFrame[]
}
/** Everything done about the chosen incident, oldest first; grows as facts arrive. */
export const caseFile = signal<CaseFile | null>(null)

/** Read the file of an incident anew. */
export async function readCase(incident: string): Promise<void> {
  if (caseFile.peek()?.incident !== incident) caseFile.value = { incident, state: 'loading', timeline: [] }
  try {
    const file = await getIncident(incident)
    if (file.incident !== null) world.takeIncident(file.incident)
    const read = file.timeline as unknown as readonly FactFrame[]
    settle(incident, (mine) => ({ ...mine, state: 'read', timeline: merged(read, mine.timeline) }))
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    settle(incident, (mine) => ({ ...mine, state: mine.timeline.length > 0 ? 'read' : 'failed' }))
  }
}

function settle(incident: string, change: (mine: CaseFile) => CaseFile): void {
  const mine = caseFile.peek()
  if (mine?.incident === incident) caseFile.value = change(mine)
}

/** Facts of both lists in order of `seq`, each once. */
function merged(a: readonly FactFrame[], b: readonly FactFrame[]): FactFrame[] {
  const bySeq = new Map([...a, ...b].map((fact) => [fact.seq, fact]))
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq)
}

/** Whether a fact belongs in the file of an incident that holds these alerts. */
function belongs(fact: Fact, incident: string, alerts: readonly string[]): boolean {
  if ('incident' in fact && fact.incident === incident) return true
  return 'alert' in fact && typeof fact.alert === 'string' && alerts.includes(fact.alert)
}

world.listen((_change, fact) => {
  const mine = caseFile.peek()
  if (fact === undefined || mine === null) return
  const alerts = world.picture.incidents.get(mine.incident)?.alerts ?? []
  if (belongs(fact, mine.incident, alerts)) {
    settle(mine.incident, (file) => ({ ...file, timeline: merged(file.timeline, [fact as FactFrame]) }))
  }
})

/** The chosen row once it is a case; a case opened from an alert is chosen before its fact arrives. */
const chosenCase = computed(() => {
  const key = chosenRow.value
  return key !== null && picture.value.incidents.has(key) ? key : null
})

effect(() => {
  void snapshots.value
  const key = chosenCase.value
  if (key === null) caseFile.value = null
  else void readCase(key)
})
