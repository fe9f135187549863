import type { Picture, Priority } from './picture.ts'
import { hasEnded, isUnacked } from './picture.ts'

/** A vessel that an open incident or a standing alert speaks of. */
export interface Flag {
  readonly priority: Priority
  readonly unacked: boolean
}

/** The worst flag of every alerting vessel, by vessel id: what gets a ring on the map. */
export function flagsOf(picture: Picture): Map<string, Flag> {
  const flags = new Map<string, Flag>()
  const raise = (id: string, priority: Priority, unacked: boolean): void => {
    const before = flags.get(id)
    if (before === undefined) flags.set(id, { priority, unacked })
    else
      flags.set(id, {
        priority: priority < before.priority ? priority : before.priority,
        unacked: unacked || before.unacked,
      })
  }
  for (const incident of picture.incidents.values()) {
    if (incident.subject.kind === 'vessel' && !hasEnded(incident)) {
      raise(incident.subject.id, incident.priority, isUnacked(incident))
    }
  }
  for (const alert of picture.alerts.values()) {
    if (alert.subject.kind === 'vessel' && alert.state === 'active')
      raise(alert.subject.id, alert.priority, false)
  }
  return flags
}
