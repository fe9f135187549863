import { readingIsCurrent } from '../feed/freshness.ts'
import type { PeopleSeen, ReadingSeen, StationPlace } from '../generated/protocol.ts'

/** The reading a strip shows for a quantity, and how true it is. */
export interface ShoreValue {
  readonly reading: ReadingSeen
  readonly station: StationPlace
  /** False once it is older than three of the station's periods: it is no longer a value. */
  readonly current: boolean
}

/** Which of several stations speaks: the one that means most danger. */
const WORST: Readonly<Record<string, 'highest' | 'lowest'>> = { visibility: 'lowest' }

/**
 * The worst current reading of a quantity over all stations, else the newest that is no longer current;
 * `null` when no station of the port measures it.
 */
export function shoreValue(
  readings: ReadonlyMap<string, ReadingSeen>,
  stations: readonly StationPlace[],
  quantity: string,
  ageInstantMs: number,
): ShoreValue | null {
  const values: ShoreValue[] = []
  for (const station of stations) {
    const reading = readings.get(`${station.id}/${quantity}`)
    if (reading === undefined) continue
    values.push({
      reading,
      station,
      current: readingIsCurrent(ageInstantMs - reading.t_ms, station.period_s),
    })
  }
  const current = values.filter((value) => value.current)
  const sign = WORST[quantity] === 'lowest' ? 1 : -1
  if (current.length > 0) return current.sort((a, b) => sign * (a.reading.value - b.reading.value))[0] ?? null
  return values.sort((a, b) => b.reading.t_ms - a.reading.t_ms)[0] ?? null
}

/** Whether the first roll-call may still be running: until then somebody unknown is no cause for alarm. */
export function isRollCall(people: PeopleSeen, nowMs: number): boolean {
  return people.roll_call_ms >= 0 && nowMs < people.roll_call_ms
}
