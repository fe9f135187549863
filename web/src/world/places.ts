import type { StationPlace, Subject } from '../generated/protocol.ts'
import type { Fleet } from './fleet.ts'
import type { Picture } from './picture.ts'
import { alertsOf, type Row } from './queue.ts'

/** Longitude and latitude, degrees. */
export type Place = readonly [number, number]

/** An incident or alert, as far as it says where it is. */
interface Told {
  readonly subject: Subject
  readonly other?: string | null
  readonly lon?: number | null
  readonly lat?: number | null
}

/** Where it is: the boat's newest fix, the station's place, else where it was raised; `null` when nobody knows. */
export function placeOf(told: Told, fleet: Fleet, stations: readonly StationPlace[]): Place | null {
  const { kind, id } = told.subject
  const boat = kind === 'vessel' ? boatAt(id, fleet) : null
  if (boat !== null) return boat
  const station = kind === 'station' ? stations.find((one) => one.id === id) : undefined
  if (station !== undefined) return [station.lon, station.lat]
  return typeof told.lon === 'number' && typeof told.lat === 'number' ? [told.lon, told.lat] : null
}

/** Every place that a row speaks of: of each alert that stands, both boats of a pair, else of the row itself. */
export function placesOf(
  picture: Picture,
  row: Row,
  fleet: Fleet,
  stations: readonly StationPlace[],
): readonly Place[] {
  const standing = alertsOf(picture, row).filter((alert) => alert.state === 'active')
  const told: readonly Told[] = standing.length > 0 ? standing : [row.incident ?? row]
  return told.flatMap((one) => {
    const places = [placeOf(one, fleet, stations), one.other ? boatAt(one.other, fleet) : null]
    return places.filter((place) => place !== null)
  })
}

function boatAt(id: string, fleet: Fleet): Place | null {
  const number = fleet.numberOf(id)
  const fix = number === undefined ? null : fleet.fix(number)
  return fix === null ? null : [fix.lon, fix.lat]
}
