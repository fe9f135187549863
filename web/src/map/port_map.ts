import 'maplibre-gl/dist/maplibre-gl.css'
import type { FeatureCollection } from 'geojson'
import {
  type GeoJSONSource,
  Map as MapLibre,
  MercatorCoordinate,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { CoverageSeen, OpenAt, WeatherChanged } from '../generated/protocol.ts'
import type { Tokens } from '../theme/tokens.ts'
import type { Place } from '../world/places.ts'
import { boxPolygon, collection, extentOf, outline, point } from './features.ts'
import { freeOf, standsFree } from './framing.ts'
import { bandOf, pick, type Scene } from './pack.ts'
import type { Told } from './storm.ts'
import { FIRST_ABOVE_VESSELS, layersOf, type SourceName, styleOf } from './style.ts'
import { VesselLayer } from './vessel_layer.ts'

setWorkerUrl(workerUrl)

/** How near a click must be to a vessel, CSS pixels. */
const PICK_PX = 14
const FLASH_MS = 600

export interface MapEvents {
  /** A vessel was chosen by its number, or the empty sea. */
  chosen(number: number | null): void
  hovered(number: number | null): void
  /** The cursor's place, or `null` when it left. */
  cursor(at: { lon: number; lat: number } | null): void
  /** The view came to rest; `charted` = its middle lies where the coast is known. */
  moved(zoom: number, charted: boolean): void
  /** The drawing context is gone; what was drawn can no longer be trusted. */
  lost(): void
}

/** Owns MapLibre: the chart, everything drawn on it, and what the pointer touches. */
export class PortMap {
  readonly map: MapLibre
  private readonly vessels: VesselLayer
  private readonly events: MapEvents
  private scene: Scene | null = null
  private tokens: Tokens
  private readonly waiting = new Map<SourceName, FeatureCollection>()
  private readonly said = new Map<SourceName, string>()
  private charted: [number, number, number, number] | null = null
  private loaded = false
  private readonly flashing: ReturnType<typeof setInterval> | null

  /** @throws Error when the machine has no WebGL2. */
  constructor(container: HTMLElement, at: OpenAt, tokens: Tokens, still: boolean, events: MapEvents) {
    this.events = events
    this.tokens = tokens
    this.map = new MapLibre({
      container,
      style: styleOf(tokens),
      center: [at.lon, at.lat],
      zoom: at.zoom,
      minZoom: 3,
      maxZoom: 18,
      attributionControl: false,
      canvasContextAttributes: { antialias: true },
      fadeDuration: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
    })
    this.map.touchZoomRotate.disableRotation()
    this.map.addControl(new ScaleControl({ unit: 'nautical', maxWidth: 120 }), 'bottom-right')
    const origin = MercatorCoordinate.fromLngLat([at.lon, at.lat])
    this.vessels = new VesselLayer(origin.x, origin.y)
    this.vessels.wear(tokens)
    this.map.once('load', () => this.begin())
    this.listen()
    this.flashing = still ? null : setInterval(() => this.flash(), FLASH_MS)
  }

  get zoom(): number {
    return this.map.getZoom()
  }

  destroy(): void {
    if (this.flashing !== null) clearInterval(this.flashing)
    this.map.remove()
  }

  /** Recolour everything. */
  wear(tokens: Tokens): void {
    this.tokens = tokens
    this.vessels.wear(tokens)
    if (!this.loaded) return
    for (const layer of layersOf(tokens)) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, name as 'line-color', value)
      }
    }
  }

  /** Fill a source that changes little: the same content again costs nothing. */
  refill(name: SourceName, shapes: FeatureCollection): void {
    const said = JSON.stringify(shapes)
    if (this.said.get(name) === said) return
    this.said.set(name, said)
    this.fill(name, shapes)
  }

  /** Draw what is told of storms; the code for it is loaded when the first is told of. */
  async storms(all: readonly WeatherChanged[], told: Told): Promise<void> {
    if (!this.loaded || (all.length === 0 && this.map.getSource('storm') === undefined)) return
    const { drawStorms } = await import('./storm.ts')
    drawStorms(this.map, this.tokens, all, told)
  }

  /** Hatch where we are blind; the code for it is loaded when it is first wanted. */
  async coverage(seen: CoverageSeen | null): Promise<void> {
    if (!this.loaded || (seen === null && this.map.getSource('coverage') === undefined)) return
    const { drawCoverage } = await import('./coverage.ts')
    drawCoverage(this.map, this.tokens, seen)
  }

  /** Fill a source; before the style has loaded the newest content waits. */
  fill(name: SourceName, shapes: FeatureCollection): void {
    if (!this.loaded) {
      this.waiting.set(name, shapes)
      return
    }
    this.map.getSource<GeoJSONSource>(name)?.setData(shapes)
  }

  /** The coast, and as sea only the box that it covers: beyond it nothing is known. */
  fillChart(land: FeatureCollection, box: readonly [number, number, number, number], ends: string): void {
    const sea = boxPolygon(extentOf(land) ?? box)
    this.fill('land', land)
    this.fill('sea', collection([sea]))
    this.fill('edge', collection([outline(sea, { name: ends })]))
    this.charted = extentOf(collection([sea]))
    this.tellMoved()
  }

  show(scene: Scene): void {
    this.scene = scene
    this.vessels.show(scene, bandOf(this.map.getZoom()))
  }

  /** Bring places into sight, clear of the vessel card; without a zoom only when one is not so already. */
  reveal(places: readonly Place[], zoom?: number): void {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer()
    const free = places.every(([lon, lat]) => standsFree(this.map.project([lon, lat]), { width, height }))
    const box = extentOf(collection(places.map(([lon, lat]) => point(lon, lat, {}))))
    if (box === null || (free && zoom === undefined)) return
    const maxZoom = Math.max(zoom ?? 0, this.map.getZoom())
    this.map.fitBounds(box, { padding: freeOf(width), maxZoom, duration: 300 })
  }

  goTo(at: OpenAt): void {
    this.map.easeTo({ center: [at.lon, at.lat], zoom: at.zoom, duration: 300 })
  }

  zoomBy(steps: number): void {
    this.map.zoomTo(this.map.getZoom() + steps, { duration: 200 })
  }

  inSight(lon: number, lat: number): boolean {
    return this.map.getBounds().contains([lon, lat])
  }

  private begin(): void {
    this.loaded = true
    this.map.addLayer(this.vessels, FIRST_ABOVE_VESSELS)
    for (const [name, shapes] of this.waiting) this.fill(name, shapes)
    this.waiting.clear()
    this.wear(this.tokens)
    if (this.scene !== null) this.show(this.scene)
    this.tellMoved()
    this.map.getContainer().dataset['ready'] = 'true'
  }

  private listen(): void {
    this.map.on('click', (event) => this.events.chosen(this.pickAt(event.lngLat.lng, event.lngLat.lat)))
    this.map.on('mousemove', (event) => {
      const { lng, lat } = event.lngLat
      this.events.cursor({ lon: lng, lat })
      const number = this.pickAt(lng, lat)
      this.map.getCanvas().style.cursor = number === null ? '' : 'pointer'
      this.events.hovered(number)
    })
    this.map.on('mouseout', () => {
      this.events.cursor(null)
      this.events.hovered(null)
    })
    this.map.on('zoomend', () => {
      if (this.scene !== null) this.show(this.scene)
    })
    this.map.on('moveend', () => this.tellMoved())
    this.map.getCanvas().addEventListener('webglcontextlost', () => this.events.lost())
  }

  private tellMoved(): void {
    const { lng, lat } = this.map.getCenter()
    const [w, s, e, n] = this.charted ?? [0, 0, 0, 0]
    this.events.moved(this.map.getZoom(), lng >= w && lng <= e && lat >= s && lat <= n)
  }

  private pickAt(lon: number, lat: number): number | null {
    if (this.scene === null) return null
    const at = MercatorCoordinate.fromLngLat([lon, lat])
    const zoom = this.map.getZoom()
    return pick(this.scene, at.x, at.y, 512 * 2 ** zoom, PICK_PX, bandOf(zoom))
  }

  /** Light and darken the plates of unacknowledged alerts: 0.83 Hz, lit half the time (ui.md §1.1). */
  private flash(): void {
    const unacked = this.scene !== null && [...this.scene.flags.values()].some((flag) => flag.unacked)
    if (!unacked && this.vessels.flash === 1) return
    this.vessels.flash = unacked ? 1 - this.vessels.flash : 1
    this.map.triggerRepaint()
  }
}

/** Whether this machine can draw the chart at all. */
export function hasWebGl2(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null
}
