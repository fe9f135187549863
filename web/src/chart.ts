import { computed, effect, signal } from '@preact/signals'
import type { Feature } from 'geojson'
import { namesOf, portShapes, zoneNames } from './chart_shapes.ts'
import { coverage } from './coverage.ts'
import {
  ageMs,
  chosenRow,
  chosenVessel,
  cursorAt,
  flags,
  fleetTick,
  labelsOn,
  lang,
  link,
  mapFault,
  mapReady,
  nowMs,
  offChart,
  offsetH,
  palette,
  picture,
  port,
  rows,
  t,
  world,
  zones,
} from './desk.ts'
import type { PortSeen } from './generated/protocol.ts'
import { getLand, getZones, HttpProblem } from './http.ts'
import type { PortMap } from './map/port_map.ts'
import { TOKENS } from './theme/tokens.ts'
import { shownTrack } from './track.ts'
import type { Flag } from './world/flagged.ts'
import { type Place, placesOf } from './world/places.ts'
import { alertsOf, type Row } from './world/queue.ts'

/** Binds the map to the desk: every effect here hands one thing to the map and draws nothing itself. */
let map: PortMap | null = null
type Features = typeof import('./map/features.ts')
const zoom = signal(0)
const hovered = signal<number | null>(null)
/** The realm's minute: what tells its age in words need not be drawn anew more often. */
const minuteMs = computed(() => Math.floor(nowMs.value / 60_000) * 60_000)
const LAND_AGAIN_MS = 5_000
/** As near as one boat is shown when its row asks for it. */
const ROW_ZOOM = 12

/** Begin to draw in `container`; the code of the map is loaded only now, after the alerts. */
export async function mount(container: HTMLElement, at: PortSeen): Promise<void> {
  const [{ PortMap, hasWebGl2 }, shapes] = await Promise.all([
    import('./map/port_map.ts'),
    import('./map/features.ts'),
  ])
  if (!hasWebGl2()) {
    mapFault.value = 'map.nowebgl'
    return
  }
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  map = new PortMap(container, at.open_at, TOKENS[palette.peek()], still, {
    chosen: (number) => {
      chosenVessel.value = number === null ? null : (world.fleet.known[number]?.vessel ?? null)
      if (chosenVessel.value !== null) revealVessel(chosenVessel.value)
    },
    hovered: (number) => {
      hovered.value = number
    },
    cursor: (place) => {
      cursorAt.value = place
    },
    moved: (next, charted) => {
      zoom.value = next
      offChart.value = !charted
      mapReady.value = true
    },
    lost: () => {
      mapFault.value = 'map.lost'
    },
  })
  follow(map, shapes, at)
  void loadLand(at)
}

function follow(chart: PortMap, shapes: Features, at: PortSeen): void {
  effect(() => chart.wear(TOKENS[palette.value]))
  effect(() => {
    void fleetTick.value
    chart.show({
      fleet: world.fleet,
      flags: flagsByNumber(),
      selected: chosenNumber(),
      berthed: berthed(),
      ageMs: ageMs.value,
      live: link.value !== 'lost',
    })
  })
  effect(() => {
    void fleetTick.value
    const chosen = {
      flags: flagsByNumber(),
      selected: chosenNumber(),
      hovered: hovered.value,
      all: labelsOn.value,
    }
    const inSight = (lon: number, lat: number): boolean => chart.inSight(lon, lat)
    chart.refill(
      'names',
      shapes.collection(
        namesOf(shapes, world.fleet, chosen, zoom.value, inSight, { ageMs: ageMs.value, lang: lang.value }),
      ),
    )
  })
  effect(() => {
    void fleetTick.value
    drawMotion(chart, shapes)
  })
  effect(() => {
    const shown = shownTrack.value
    const lines = shown?.state === 'read' ? shapes.trackLines(shown.track, gapMs()) : []
    chart.refill('track', shapes.collection(lines))
  })
  effect(() => {
    const row = rows.value.find((one) => one.key === chosenRow.value)
    const standing =
      row === undefined ? [] : alertsOf(picture.value, row).filter((one) => one.state === 'active')
    chart.refill('marks', shapes.collection(shapes.marksOf(standing.flatMap((one) => one.draw ?? []))))
  })
  effect(() => {
    const { berths, stations, gates } = portShapes(
      shapes,
      at,
      picture.value,
      ageMs.value,
      lang.value,
      zoom.value,
    )
    chart.refill('berths', berths)
    chart.refill('stations', stations)
    chart.refill('gates', gates)
  })
  effect(() => {
    void [palette.value, mapReady.value]
    const typhoons = [...picture.value.weather.values()].filter((one) => one.what === 'typhoon')
    void chart.storms(typhoons, { nowMs: minuteMs.value, offsetH: offsetH.value, lang: lang.value })
  })
  effect(() => {
    void [palette.value, mapReady.value]
    void chart.coverage(coverage.value)
  })
  effect(() => {
    void picture.value.zonesVersion
    void loadZones()
  })
  effect(() => {
    if (zones.value === null) return
    chart.fill('zones', zones.value)
    chart.refill('zone-names', zoneNames(shapes, zones.value, lang.value))
  })
}

/** Vectors, reach and hull of the chosen vessel; reach of every boat gone dark that is alerting. */
function drawMotion(chart: PortMap, shapes: Features): void {
  const number = chosenNumber()
  const fix = number === null ? null : world.fleet.fix(number)
  const live = link.value !== 'lost'
  chart.refill('vectors', shapes.collection(fix === null || !live ? [] : shapes.vectorsOf(fix)))
  const reach: Feature[] = []
  for (const row of new Set([...flagsByNumber().keys(), ...(number === null ? [] : [number])])) {
    const lost = world.fleet.fix(row)
    if (lost?.state === 'dark') reach.push(...shapes.reachOf(lost, ageMs.value - lost.fixMs))
  }
  chart.refill('reach', shapes.collection(reach))
  chart.refill('hulls', shapes.collection(zoom.value >= 15 ? hullsInSight(chart, shapes) : []))
}

function hullsInSight(chart: PortMap, shapes: Features): Feature[] {
  const hulls: Feature[] = []
  for (const vessel of world.fleet.known) {
    if (typeof vessel?.length_m !== 'number') continue
    const fix = world.fleet.fix(vessel.number)
    if (fix === null || !chart.inSight(fix.lon, fix.lat)) continue
    const hull = shapes.hullOf(fix, vessel.length_m, vessel.beam_m ?? vessel.length_m / 4)
    if (hull !== null) hulls.push(hull)
  }
  return hulls
}

function chosenNumber(): number | null {
  return chosenVessel.value === null ? null : (world.fleet.numberOf(chosenVessel.value) ?? null)
}

function flagsByNumber(): Map<number, Flag> {
  const byNumber = new Map<number, Flag>()
  for (const [id, flag] of flags.value) {
    const number = world.fleet.numberOf(id)
    if (number !== undefined) byNumber.set(number, flag)
  }
  return byNumber
}

function berthed(): Set<number> {
  const numbers = new Set<number>()
  for (const berth of picture.value.berths.values()) {
    for (const id of berth.vessels) {
      const number = world.fleet.numberOf(id)
      if (number !== undefined) numbers.add(number)
    }
  }
  return numbers
}

/** A stretch without a fix longer than three report intervals is not a way anybody saw. */
function gapMs(): number {
  const number = chosenNumber()
  const interval = number === null ? 0 : (world.fleet.fix(number)?.intervalS ?? 0)
  return 3_000 * Math.max(60, interval)
}

async function loadLand(at: PortSeen): Promise<void> {
  try {
    const land = await getLand()
    effect(() => map?.fillChart(land, at.box, t('map.edge')))
    if (mapFault.peek() === 'map.failed') mapFault.value = null
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    mapFault.value ??= 'map.failed'
    setTimeout(() => void loadLand(at), LAND_AGAIN_MS)
  }
}

async function loadZones(): Promise<void> {
  try {
    zones.value = await getZones()
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    setTimeout(() => void loadZones(), LAND_AGAIN_MS)
  }
}

/** Bring a place into sight. */
export function reveal(lon: number, lat: number, toZoom?: number): void {
  map?.reveal([[lon, lat]], toZoom)
}

/** Bring everything that a row speaks of into sight, and choose its boat. */
export function revealRow(row: Row): void {
  if (row.subject.kind === 'vessel') chosenVessel.value = row.subject.id
  map?.reveal(rowPlaces(row), ROW_ZOOM)
}

/** The places of a row on the chart; none for a feed or a boat that nobody ever heard. */
export function rowPlaces(row: Row): readonly Place[] {
  return placesOf(picture.value, row, world.fleet, port.value?.stations ?? [])
}

/** Bring a vessel into sight, if it has a position. */
export function revealVessel(id: string, toZoom?: number): void {
  const number = world.fleet.numberOf(id)
  const fix = number === undefined ? null : world.fleet.fix(number)
  if (fix !== null) map?.reveal([[fix.lon, fix.lat]], toZoom)
}

export function zoomBy(steps: number): void {
  map?.zoomBy(steps)
}

export function goHome(): void {
  const at = port.peek()?.open_at
  if (at !== undefined) map?.goTo(at)
}
