import { readFileSync } from 'node:fs'
import type { AlertSeen, FactFrame, IncidentSeen, Positions, Snapshot } from '../src/generated/protocol.ts'

/** Frames made by the real engine (`python -m tests.golden.feed`) and the picture after each part of them. */
export interface Golden {
  readonly snapshot: Snapshot
  readonly positions: Positions
  readonly frames: readonly FactFrame[]
  readonly checkpoints: readonly {
    readonly seq: number
    readonly now_ms: number
    readonly alerts: readonly AlertSeen[]
    readonly incidents: readonly IncidentSeen[]
  }[]
}

const file = new URL('../../tests/golden/feed.json', import.meta.url)
export const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
