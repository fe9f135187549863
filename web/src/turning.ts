import { signal } from '@preact/signals'
import { newKey } from './acts.ts'
import { either, t } from './desk.ts'
import { type ClockAsk, HttpProblem, postClock } from './http.ts'

/** True while a turn of the clock is under way. */
export const turning = signal(false)
/** Why the clock was not turned. */
export const turnRefusal = signal<string | null>(null)

/** Turn the realm's clock; the screen shows it when the server says that it runs so. */
export async function turnClock(ask: ClockAsk): Promise<void> {
  if (turning.value) return
  turning.value = true
  turnRefusal.value = null
  try {
    await postClock({ ...ask, request_id: newKey() })
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    const { problem, status } = error
    if (status === 0) turnRefusal.value = t('act.unreachable')
    else turnRefusal.value = problem?.words ? either(problem.words) : error.message
  } finally {
    turning.value = false
  }
}
