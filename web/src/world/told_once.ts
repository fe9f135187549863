import type { AlertSeen, Words } from '../generated/protocol.ts'

/** How many alerts of one card are written out; the others are counted in words. */
export const TOLD_AT_MOST = 100

/** An alert with what it explains that no alert before it on the card has said already. */
export interface Told {
  readonly alert: AlertSeen
  readonly assumed: Words | null
  readonly clears: Words | null
  readonly source: string
}

/** Alerts as a card tells them: standing before over, the gravest first, and every reason once. */
export function toldOnce(alerts: readonly AlertSeen[]): Told[] {
  const said = new Set<string>()
  const first = (alert: AlertSeen, what: string, text: string | undefined): boolean => {
    const key = `${alert.rule}/${what}/${text}`
    if (!text || said.has(key)) return false
    said.add(key)
    return true
  }
  return [...alerts].sort(byWeight).map((alert) => ({
    alert,
    assumed: first(alert, 'assumed', alert.assumed?.zh) ? (alert.assumed ?? null) : null,
    clears:
      alert.state === 'active' && first(alert, 'clears', alert.clears?.zh) ? (alert.clears ?? null) : null,
    source: first(alert, 'source', alert.source) ? (alert.source ?? '') : '',
  }))
}

function byWeight(a: AlertSeen, b: AlertSeen): number {
  return Number(b.state === 'active') - Number(a.state === 'active') || a.priority - b.priority
}
