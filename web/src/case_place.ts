import { offsetH, port, vesselName, word, world } from './desk.ts'
import type { IncidentSeen } from './generated/protocol.ts'
import { bearing, clock, distanceNm, place } from './words/format.ts'
import { placeOf } from './world/places.ts'

/** A boat that could be sent, and how far it is. */
export interface Helper {
  readonly id: string
  readonly text: string
  readonly nm: number
  readonly fixMs: number
}

/** The nearest patrol and supply boats that can be seen now, four at most. */
export function nearest(incident: IncidentSeen): Helper[] {
  const at = placeOf(incident, world.fleet, port.value?.stations ?? [])
  if (at === null) return []
  const found: Helper[] = []
  for (const vessel of world.fleet.known) {
    if (vessel === undefined || (vessel.vessel_class !== 'patrol' && vessel.vessel_class !== 'supply'))
      continue
    const fix = world.fleet.fix(vessel.number)
    if (fix === null || vessel.vessel === incident.subject.id) continue
    const nm = distanceNm(at[0], at[1], fix.lon, fix.lat)
    found.push({
      id: vessel.vessel,
      nm,
      fixMs: fix.fixMs,
      text: `${vesselName(vessel.vessel)} ${nm.toFixed(1)} nm`,
    })
  }
  return found.sort((a, b) => a.nm - b.nm).slice(0, 4)
}

/** The boat's newest fix as one line of evidence. */
export function positionProof(incident: IncidentSeen): string | null {
  const number = world.fleet.numberOf(incident.subject.id)
  const fix = number === undefined ? null : world.fleet.fix(number)
  if (fix === null) return null
  const course = fix.cogDeg === null ? '' : ` COG ${bearing(fix.cogDeg)}`
  const speed = fix.sogKn === null ? '' : ` SOG ${fix.sogKn.toFixed(1)} kn`
  return `${vesselName(incident.subject.id)} ${clock(fix.fixMs, offsetH.value)} ${place(fix.lon, fix.lat)}${speed}${course} (${word('kind', fix.kind)})`
}
