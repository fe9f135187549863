import { computed, effect, signal } from '@preact/signals'
import { Asked } from './asked.ts'
import { me, picture, snapshots } from './desk.ts'
import type { CoverageSeen } from './generated/protocol.ts'
import { getCoverage } from './http.ts'

/** The squares are brought up to date once a minute; boats and owners may change at any time. */
const DUE_MS = 15_000
const TICK_MS = 1_000

/** Whether a person asked for the layer; while a feed is down it is there unasked. */
export const coverageAsked = signal(false)
/** What was last told of where we are blind; `null` = not asked for. */
export const coverage = signal<CoverageSeen | null>(null)

/** What the twin holds of its feeds, in words: the layer is read anew when it changes. */
const feedStates = computed(() =>
  [...picture.value.feeds.values()].map((feed) => `${feed.feed} ${feed.state}`).join(),
)
export const feedDown = computed(() =>
  [...picture.value.feeds.values()].some((feed) => feed.state === 'down'),
)
export const coverageOn = computed(
  () => me.value !== null && snapshots.value > 0 && (coverageAsked.value || feedDown.value),
)

const told = new Asked(getCoverage, (seen) => {
  if (coverageOn.peek()) coverage.value = seen
})

/** Keep `coverage` true while it is wanted; what cannot be read now is asked for again. */
export function followCoverage(): void {
  effect(() => {
    const states = feedStates.value
    if (!coverageOn.value) {
      coverage.value = null
      told.known(null)
      return
    }
    const ask = (): void => told.ask(states, performance.now(), DUE_MS)
    ask()
    const again = setInterval(ask, TICK_MS)
    return () => clearInterval(again)
  })
}
