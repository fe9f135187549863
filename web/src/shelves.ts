import { signal } from '@preact/signals'
import { newKey } from './acts.ts'
import { either, t } from './desk.ts'
import type { AlarmShelved } from './generated/protocol.ts'
import { HttpProblem, postReturn, postShelf } from './http.ts'
import type { Alarm } from './world/queue.ts'

/** Why the last alarm was not shelved or returned. */
export const shelfRefusal = signal<string | null>(null)
const HOUR_MS = 3_600_000

/** Shelve an alarm; it is done when its fact comes back on the feed. */
export function shelve(
  alarm: Alarm,
  nowMs: number,
  hours: number,
  note: string,
  once: boolean,
): Promise<void> {
  const { kind, id } = alarm.subject
  const until_ms = Math.floor(nowMs + hours * HOUR_MS)
  const asked = { rule: alarm.rule, subject_kind: kind, subject: id, until_ms, note, once }
  return tried(postShelf({ ...asked, request_id: newKey() }))
}

/** Let an alarm call people again; whoever presses says that its checks were made. */
export function putBack(one: AlarmShelved): Promise<void> {
  return tried(postReturn(one.shelf, { request_id: newKey(), checked: one.checks ?? [] }))
}

async function tried(request: Promise<unknown>): Promise<void> {
  shelfRefusal.value = null
  try {
    await request
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    const { problem, status } = error
    if (status === 0) shelfRefusal.value = t('act.unreachable')
    else shelfRefusal.value = problem?.words ? either(problem.words) : error.message
  }
}
