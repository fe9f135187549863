import { computed, effect, signal } from '@preact/signals'
import { me, picture, snapshots } from './desk.ts'
import type { CoverageSeen } from './generated/protocol.ts'
import { getCoverage, HttpProblem } from './http.ts'

/** The squares are brought up to date once a minute; boats and owners may change at any time. */
const AGAIN_MS = 15_000

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

/** Keep `coverage` true while it is wanted; what cannot be read now is asked for again. */
export function followCoverage(): void {
  effect(() => {
    void feedStates.value
    if (!coverageOn.value) {
      coverage.value = null
      return
    }
    void read()
    const again = setInterval(() => void read(), AGAIN_MS)
    return () => clearInterval(again)
  })
}

async function read(): Promise<void> {
  try {
    const told = await getCoverage()
    if (coverageOn.peek()) coverage.value = told
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
  }
}
