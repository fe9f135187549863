import type { Picture, Priority } from './picture.ts'
import { hasEnded, isUnacked } from './picture.ts'

/**
 * A vessel that an open incident or a standing alert speaks of. `asks`: a case holds it, so that a person has to
 * act; else the boat alone was told, or the alert is only listed.
 */
export interface Flag {
  readonly priority: Priority
  readonly unacked: boolean
  readonly asks: boolean
}

/**
 * The worst flag of every alerting vessel, by vessel id: what gets a ring on the map where it asks, else a small
 * mark. What asks outranks what does not, whatever its priority.
 */
export function flagsOf(picture: Picture): Map<string, Flag> {
  const flags = new Map<string, Flag>()
  const held = new Set<string>()
  const raise = (id: string, priority: Priority, unacked: boolean, asks: boolean): void => {
    const before = flags.get(id)
    if (before === undefined || (asks && !before.asks)) flags.set(id, { priority, unacked, asks })
    else if (asks === before.asks)
      flags.set(id, {
        priority: priority < before.priority ? priority : before.priority,
        unacked: unacked || before.unacked,
        asks,
      })
  }
  for (const incident of picture.incidents.values()) {
    if (hasEnded(incident)) continue
    for (const id of incident.alerts) held.add(id)
    if (incident.subject.kind === 'vessel') {
      raise(incident.subject.id, incident.priority, isUnacked(incident), true)
    }
  }
  for (const alert of picture.alerts.values()) {
    if (alert.subject.kind === 'vessel' && alert.state === 'active')
      raise(alert.subject.id, alert.priority, false, held.has(alert.alert))
  }
  return flags
}
