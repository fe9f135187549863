import type { IncidentSeen } from '../generated/protocol.ts'
import { isUnacked, type Picture } from '../world/picture.ts'

/** What the picture asks to be heard now. */
export interface Demand {
  /** The loop that must sound, if any: the worst unacknowledged incident's. */
  readonly loop: 'emergency' | 'alarm' | null
  /** Unacknowledged incidents that loop, by id: a new one ends a silence. */
  readonly loud: readonly string[]
  /** Unacknowledged warnings, by id, with when they opened: one short tone each, again at their deadline. */
  readonly soft: readonly { readonly id: string; readonly openedMs: number }[]
}

/** A warning sounds again when nobody has acknowledged it for this long (domain.md §3.2, P3). */
export const WARNING_DEADLINE_MS = 10 * 60_000

/** One sound for each priority, never a queue; cautions and tests are silent. */
export function demandOf(picture: Picture): Demand {
  const loud: string[] = []
  const soft: { id: string; openedMs: number }[] = []
  let loop: Demand['loop'] = null
  for (const incident of picture.incidents.values()) {
    if (!isUnacked(incident) || isOver(incident) || isTest(picture, incident.alerts)) continue
    if (incident.priority <= 2) {
      loud.push(incident.incident)
      if (incident.priority === 1) loop = 'emergency'
      else loop ??= 'alarm'
    } else if (incident.priority === 3) soft.push({ id: incident.incident, openedMs: incident.called_ms })
  }
  return { loop, loud, soft }
}

/** A danger that passed before anybody took it still flashes, but is silent; a case by phone has no alert. */
function isOver(incident: IncidentSeen): boolean {
  return !incident.danger && incident.alerts.length > 0
}

function isTest(picture: Picture, alerts: readonly string[]): boolean {
  return alerts.length > 0 && alerts.every((id) => picture.alerts.get(id)?.test === true)
}

/** Warnings that must sound now: not heard yet, or unheeded until their deadline. Marks them as heard. */
export function warningsDue(demand: Demand, heard: Map<string, number>, nowMs: number): number {
  let due = 0
  for (const { id, openedMs } of demand.soft) {
    const times = nowMs - openedMs >= WARNING_DEADLINE_MS ? 2 : 1
    if ((heard.get(id) ?? 0) < times) {
      heard.set(id, times)
      due += 1
    }
  }
  for (const id of heard.keys()) if (!demand.soft.some((one) => one.id === id)) heard.delete(id)
  return due
}
