import { newKey } from './acts.ts'
import { me } from './desk.ts'
import { MAY_WATCH } from './generated/protocol.ts'
import { HttpProblem, postWatch } from './http.ts'

/** A touched console says so at most this often, ms: a twelfth of the time after which somebody is asked. */
const EVERY_MS = 60_000
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const
let toldAt = Number.NEGATIVE_INFINITY

/** Tell the twin when this console is touched, as long as somebody of the watch is signed in here. */
export function hearTouches(): void {
  for (const kind of TOUCHES) window.addEventListener(kind, touched, { capture: true, passive: true })
  touched()
}

function touched(): void {
  if (performance.now() - toldAt < EVERY_MS) return
  toldAt = performance.now()
  void tell(false)
}

/** Say that the console is touched, or that its person leaves; who does not stand the watch says nothing. */
export async function tell(leaves: boolean): Promise<void> {
  const who = me.peek()
  if (who === null || !MAY_WATCH.includes(who.role)) return
  try {
    await postWatch({ request_id: newKey(), leaves })
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
  }
}
