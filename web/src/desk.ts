import { computed, signal } from '@preact/signals'
import type { FeatureCollection } from 'geojson'
import { ageInstantMs, linkAfter } from './feed/freshness.ts'
import type { ClockState, FixState, Me, PortSeen } from './generated/protocol.ts'
import { PALETTES, type Palette } from './theme/tokens.ts'
import { inLang, type Key, type Lang, langOf, say, sayWord } from './words/index.ts'
import { flagsOf } from './world/flagged.ts'
import { EMPTY_PICTURE, type Picture } from './world/picture.ts'
import { countersOf, rowsOf } from './world/queue.ts'
import { realmKindOf } from './world/realm.ts'
import { World } from './world/world.ts'

/** What this desk knows and how it is set: the signals that panels read. Nothing here draws. */
export const world = new World()

export const me = signal<Me | null>(null)
export const realmKind = computed(() => realmKindOf(me.value?.realm ?? ''))
/** True when a session ended under a running picture. */
export const expired = signal(false)
export const port = signal<PortSeen | null>(null)
export const picture = signal<Picture>(EMPTY_PICTURE)
/** Snapshots taken; none yet = the picture is not complete. */
export const snapshots = signal(0)
/** The data's clock, UTC ms; moves only with frames of the server. */
export const nowMs = signal(0)
/** How the realm's clock runs; `null` before the first frame. */
export const clockState = signal<ClockState | null>(null)
/** Real ms since any frame; `null` before the first. */
export const silentMs = signal<number | null>(null)
export const degraded = signal(false)
/** Counts what was learnt of who the vessels are, so that names are drawn anew. */
export const rosterTick = signal(0)
/** Counts drawn position frames, so that what reads the fleet is drawn anew. */
export const fleetTick = signal(0)

export const link = computed(() => linkAfter(silentMs.value))
/** Instant ages are counted to. */
export const ageMs = computed(() => ageInstantMs(nowMs.value, silentMs.value, world.rate))
/** Commands are taken only while the picture is true. */
export const commandsOn = computed(() => link.value === 'live' || link.value === 'late')

export const lang = signal<Lang>(kept('lang', ['zh', 'en'], langOf(navigator.languages)))
export const palette = signal<Palette>(kept('palette', PALETTES, 'dusk'))
export const keysOn = signal(kept('keys', ['on', 'off'], 'on') === 'on')

export const rows = computed(() => rowsOf(picture.value))
export const counters = computed(() => countersOf(rows.value))
export const flags = computed(() => flagsOf(picture.value))
export const flood = computed(() => picture.value.floodMs >= 0)

/** Row of the queue that is chosen: an incident or an alert. */
export const chosenRow = signal<string | null>(null)
export const chosenVessel = signal<string | null>(null)
export const panel = signal<'none' | 'help' | 'hand' | 'table'>('none')
/** The state whose boats alone the table lists; `null` = every boat. */
export const tableState = signal<FixState | null>(null)
export const labelsOn = signal(false)
/** Why the map cannot be trusted or drawn, if so. */
export const mapFault = signal<Key | null>(null)
export const mapReady = signal(false)
/** True while the middle of the view lies where no coast is known. */
export const offChart = signal(false)
/** Every zone in force, as drawn. */
export const zones = signal<FeatureCollection | null>(null)
export const cursorAt = signal<{ lon: number; lat: number } | null>(null)

export const offsetH = computed(() => port.value?.utc_offset_h ?? 8)

/** A zone's name; `null` for an id that no zone on the chart has. */
export function zoneName(id: string): string | null {
  const about = zones.value?.features.find((zone) => zone.properties?.['id'] === id)?.properties
  const name = lang.value === 'zh' ? about?.['name_zh'] : about?.['name_en']
  return name === undefined || name === null ? null : String(name)
}

/** Words in the desk's language. */
export function t(key: Key, fill?: Readonly<Record<string, string | number>>): string {
  return say(lang.value, key, fill)
}

export function word(prefix: string, id: string): string {
  return sayWord(lang.value, prefix, id)
}

export function either(words: { readonly zh: string; readonly en: string }): string {
  return inLang(lang.value, words)
}

/** A vessel's name, else its id. */
export function vesselName(id: string): string {
  void rosterTick.value
  const vessel = world.fleet.vessel(id)
  return vessel === undefined ? id : either(vessel.name) || id
}

/** Whom a row is about, in words. */
export function subjectName(kind: string, id: string): string {
  if (id === 'unknown') return t('subject.unknown')
  if (kind === 'vessel') return vesselName(id)
  if (kind === 'station') {
    const station = port.value?.stations.find((one) => one.id === id)
    return station === undefined ? `${t('subject.station')} ${id}` : either(station.name)
  }
  if (kind === 'port' && port.value?.id === id) return either(port.value.name)
  return `${word('subject', kind)} ${id}`
}

/** Open the table with every boat, or with those in one state. */
export function openTable(state: FixState | null): void {
  tableState.value = state
  panel.value = 'table'
}

export function setLang(next: Lang): void {
  lang.value = next
  keep('lang', next)
}

export function setPalette(next: Palette): void {
  palette.value = next
  keep('palette', next)
}

export function setKeysOn(on: boolean): void {
  keysOn.value = on
  keep('keys', on ? 'on' : 'off')
}

/** A setting of this browser; what is not one of the words is as if never set. */
function kept<T extends string>(name: string, words: readonly T[], usual: T): T {
  try {
    const value = localStorage.getItem(`yugang.${name}`)
    return words.find((one) => one === value) ?? usual
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return usual
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`yugang.${name}`, value)
  } catch (error) {
    // A browser that forbids storage forgets the setting with the page.
    if (!(error instanceof DOMException)) throw error
  }
}
