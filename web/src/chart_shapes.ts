import type { Feature, FeatureCollection } from 'geojson'
import { readingIsCurrent } from './feed/freshness.ts'
import type { PortSeen, Words } from './generated/protocol.ts'
import { age, isQuantity, measured } from './words/format.ts'
import { inLang, type Lang, say } from './words/index.ts'
import type { Flag } from './world/flagged.ts'
import type { Fleet } from './world/fleet.ts'
import type { Picture } from './world/picture.ts'

type Shapes = typeof import('./map/features.ts')
/** Labels drawn at most (ui.md §0); more would be unreadable. */
const NAMES_SHOWN = 200
const ALL_NAMES_FROM_ZOOM = 14
const DARK = 6
const FLOOD_FLAGS = 30

export interface Chosen {
  readonly flags: ReadonlyMap<number, Flag>
  readonly selected: number | null
  readonly hovered: number | null
  /** Names of every vessel in sight, not only of the chosen ones. */
  readonly all: boolean
}

export interface Told {
  readonly ageMs: number
  readonly lang: Lang
}

/** Names on the chart: selected, hovered, alerting, gone dark; every one when close or asked for. */
export function namesOf(
  shapes: Shapes,
  fleet: Fleet,
  chosen: Chosen,
  zoom: number,
  inSight: (lon: number, lat: number) => boolean,
  told: Told,
): Feature[] {
  const ranks = ranksOf(fleet, chosen, zoom)
  if (chosen.all || zoom >= ALL_NAMES_FROM_ZOOM) addInSight(ranks, fleet, inSight)
  const features: Feature[] = []
  for (const [row, rank] of [...ranks].sort(([, a], [, b]) => a - b)) {
    if (features.length >= NAMES_SHOWN) break
    const name = nameAt(fleet, row, told)
    const fix = fleet.fix(row)
    if (name !== null && fix !== null) features.push(shapes.point(fix.lon, fix.lat, { name, rank }))
  }
  return features
}

/** Who is named, the smallest rank first when names collide. */
function ranksOf(fleet: Fleet, chosen: Chosen, zoom: number): Map<number, number> {
  const ranks = new Map<number, number>()
  // What asks no person is for the list; in a flood only what is urgent is named.
  const asking = [...chosen.flags].filter(([, flag]) => flag.asks)
  const least = asking.length > FLOOD_FLAGS ? 2 : 3
  for (const [row, flag] of asking) if (flag.priority <= least) ranks.set(row, flag.priority)
  for (let row = 0; zoom >= 9 && least === 3 && row < fleet.rows; row++) {
    if (fleet.stateIndex(row) === DARK && !ranks.has(row)) ranks.set(row, 5)
  }
  if (chosen.hovered !== null) ranks.set(chosen.hovered, 0)
  if (chosen.selected !== null) ranks.set(chosen.selected, -1)
  return ranks
}

function addInSight(
  ranks: Map<number, number>,
  fleet: Fleet,
  inSight: (lon: number, lat: number) => boolean,
): void {
  const found: number[] = []
  for (let row = 0; row < fleet.rows && found.length <= NAMES_SHOWN; row++) {
    const fix = ranks.has(row) ? null : fleet.fix(row)
    if (fix !== null && inSight(fix.lon, fix.lat)) found.push(row)
  }
  // Above this nobody could read them: better none than some.
  if (found.length <= NAMES_SHOWN) for (const row of found) ranks.set(row, 6)
}

function nameAt(fleet: Fleet, row: number, told: Told): string | null {
  const vessel = fleet.known[row]
  const fix = fleet.fix(row)
  if (vessel === undefined || fix === null) return null
  const name = inLang(told.lang, vessel.name) || vessel.vessel
  if (fix.state !== 'dark' && fix.state !== 'late') return name
  return `${name} · ${fix.older ? '>' : ''}${age(told.ageMs - fix.fixMs, told.lang)}`
}

/** Berths are named one by one from this zoom on; before, those near each other are one badge. */
const BERTHS_FROM_ZOOM = 13
const BADGE_PX = 90

interface Basin {
  lon: number
  lat: number
  lying: number
  places: number
  /** `null` for several berths together. */
  name: Words | null
}

/** Berths as they are drawn at a zoom: alone, or joined to the nearest badge; empty badges are left out. */
export function basinsOf(port: PortSeen, picture: Picture, zoom: number): Basin[] {
  const basins: Basin[] = []
  const px = (512 * 2 ** zoom) / 360
  for (const { id, lon, lat, places, name } of port.berths) {
    const lying = picture.berths.get(id)?.vessels.length ?? 0
    const near = basins.find((one) => Math.hypot(one.lon - lon, one.lat - lat) * px < BADGE_PX)
    if (zoom >= BERTHS_FROM_ZOOM || near === undefined) basins.push({ lon, lat, lying, places, name })
    else {
      const share = lying / Math.max(1, near.lying + lying)
      near.lon += (lon - near.lon) * share
      near.lat += (lat - near.lat) * share
      near.lying += lying
      near.places += places
      near.name = null
    }
  }
  return zoom >= BERTHS_FROM_ZOOM ? basins : basins.filter((one) => one.lying > 0)
}

/** Berths with their counts, stations with their newest values, gates. */
export function portShapes(
  shapes: Shapes,
  port: PortSeen,
  picture: Picture,
  ageMs: number,
  lang: Lang,
  zoom: number,
): { berths: FeatureCollection; stations: FeatureCollection; gates: FeatureCollection } {
  const berths = basinsOf(port, picture, zoom).map(({ lon, lat, lying, places, name }) =>
    shapes.point(lon, lat, {
      name:
        name === null ? say(lang, 'map.moored', { n: lying }) : `${inLang(lang, name)} ${lying}/${places}`,
    }),
  )
  const stations = port.stations.map((station) => {
    const said = station.quantities.flatMap((quantity) => {
      const reading = picture.readings.get(`${station.id}/${quantity}`)
      if (reading === undefined || !readingIsCurrent(ageMs - reading.t_ms, station.period_s)) return []
      return [isQuantity(reading.unit) ? measured(reading.value, reading.unit, lang) : '']
    })
    const values = said.length > 0 ? said.filter(Boolean).slice(0, 2).join(' · ') : say(lang, 'none')
    return shapes.point(station.lon, station.lat, { name: `${inLang(lang, station.name)}\n${values}`.trim() })
  })
  const gates = port.gates.map((gate) => shapes.gateLine(gate, inLang(lang, gate.name)))
  return {
    berths: shapes.collection(berths),
    stations: shapes.collection(stations),
    gates: shapes.collection(gates),
  }
}

/** One name a zone, on a point of its own: on the polygon it would repeat in every tile. */
export function zoneNames(shapes: Shapes, zones: FeatureCollection, lang: Lang): FeatureCollection {
  const names = zones.features.flatMap((zone) => {
    const at = shapes.namePlace(zone)
    const about = zone.properties
    if (at === null || about === null) return []
    const name = String(
      (lang === 'zh' ? about['name_zh'] : about['name_en']) ?? about['name_zh'] ?? about['id'] ?? '',
    )
    const drawnByUs = String(about['source'] ?? '').includes('示例')
    const mark =
      drawnByUs && !name.includes(say(lang, 'zone.example')) ? ` (${say(lang, 'zone.example')})` : ''
    return [
      shapes.point(at[0] ?? 0, at[1] ?? 0, {
        name: `${name}${mark}`,
        kind: about['kind'],
      }),
    ]
  })
  return shapes.collection(names)
}
