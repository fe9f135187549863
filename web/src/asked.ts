import { HttpProblem } from './http.ts'

/** After an answer that failed, the next asking comes no sooner than this, ms. */
const AGAIN_MS = 3_000

/** Something that the stream only says has moved: its state is asked for, and asked for again until it was told. */
export class Asked<T> {
  private seen: unknown = null
  private askedAt = Number.NEGATIVE_INFINITY
  private failed = false
  private readonly get: () => Promise<T>
  private readonly take: (told: T) => void

  constructor(get: () => Promise<T>, take: (told: T) => void) {
    this.get = get
    this.take = take
  }

  /** The state as of this `mark` is here by another way. */
  known(mark: unknown): void {
    this.seen = mark
  }

  /** Ask if `mark` is not the one last asked for, or more than `dueMs` have passed; never twice within `everyMs`. */
  ask(mark: unknown, nowMs: number, dueMs = Number.POSITIVE_INFINITY, everyMs = 0): void {
    const pastMs = nowMs - this.askedAt
    if ((mark === this.seen && !(pastMs > dueMs)) || pastMs < (this.failed ? AGAIN_MS : everyMs)) return
    this.seen = mark
    this.askedAt = nowMs
    this.failed = false
    this.get().then(this.take, (error: unknown) => {
      this.failed = true
      this.seen = null
      expected(error)
    })
  }
}

/** A refused or unreachable request leaves what stands; the link's own state is shown elsewhere. */
export function expected(error: unknown): void {
  if (!(error instanceof HttpProblem)) throw error
}
