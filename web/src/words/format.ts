import { type Lang, say, sayWord } from './index.ts'

/** Local time of the port `HH:MM:SS`; `offsetH` hours ahead of UTC. */
export function clock(ms: number, offsetH: number): string {
  return new Date(ms + offsetH * 3_600_000).toISOString().slice(11, 19)
}

/** `MM-DD HH:MM:SS` of the port. */
export function dayAndClock(ms: number, offsetH: number): string {
  return new Date(ms + offsetH * 3_600_000).toISOString().slice(5, 19).replace('T', ' ')
}

/** The port's zone as people say it: CST for Beijing time. */
export function zoneName(offsetH: number): string {
  if (offsetH === 8) return 'CST'
  const sign = offsetH < 0 ? '−' : '+'
  return `UTC${sign}${Math.abs(offsetH)}`
}

/**
 * An age with its units, so that nobody reads it as a time of day: `41 s`, `5m12s`, `1h02m`, `3d04h`. Never
 * negative.
 */
export function age(ms: number, lang: Lang): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  if (s < 60) return say(lang, 'age.s', { n: s })
  const two = (n: number): string => String(n).padStart(2, '0')
  if (s < 3600) return say(lang, 'age.ms', { m: Math.floor(s / 60), s: two(s % 60) })
  if (s < 86_400) return say(lang, 'age.hm', { h: Math.floor(s / 3600), m: two(Math.floor(s / 60) % 60) })
  return say(lang, 'age.dh', { d: Math.floor(s / 86_400), h: two(Math.floor(s / 3600) % 24) })
}

/** Degrees and decimal minutes, as charts and radios use: 29°12.345′N. */
export function latitude(deg: number): string {
  return degMin(Math.abs(deg), 2, deg < 0 ? 'S' : 'N')
}

export function longitude(deg: number): string {
  return degMin(Math.abs(deg), 3, deg < 0 ? 'W' : 'E')
}

function degMin(deg: number, digits: number, side: string): string {
  const thousandths = Math.round(deg * 60_000)
  const whole = Math.floor(thousandths / 60_000)
  const minutes = (thousandths - whole * 60_000) / 1000
  return `${String(whole).padStart(digits, '0')}°${minutes.toFixed(3).padStart(6, '0')}′${side}`
}

export function place(lon: number, lat: number): string {
  return `${latitude(lat)} ${longitude(lon)}`
}

/** `083°` */
export function bearing(deg: number): string {
  return `${String(Math.round(deg) % 360).padStart(3, '0')}°`
}

/** Lower bounds of Beaufort forces 1..12, m/s (WMO; China adds 13 to 17 for typhoons). */
const BEAUFORT_MPS = [
  0.3, 1.6, 3.4, 5.5, 8, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37, 41.5, 46.2, 51, 56.1,
]

export function beaufort(mps: number): number {
  return BEAUFORT_MPS.filter((bound) => mps >= bound).length
}

const POINTS = [
  'N',
  'NNE',
  'NE',
  'ENE',
  'E',
  'ESE',
  'SE',
  'SSE',
  'S',
  'SSW',
  'SW',
  'WSW',
  'W',
  'WNW',
  'NW',
  'NNW',
]

/** The compass point the wind comes from. */
export function compass(deg: number): string {
  return POINTS[Math.round(deg / 22.5) % 16] ?? 'N'
}

/** Units of a yes or no, a way, a reason: such a value says nothing to people beside its sentence. */
const UNCOUNTED = new Set(['1', 'way', 'reason'])

/** Whether a value of this unit is a quantity that people read. */
export function isQuantity(unit: string): boolean {
  return !UNCOUNTED.has(unit)
}

/** A measured value with the digits its unit deserves. */
export function measured(value: number, unit: string, lang: Lang): string {
  return `${value.toFixed(digitsOf(value, unit))} ${sayWord(lang, 'unit', unit)}`
}

function digitsOf(value: number, unit: string): number {
  if (unit === 'm/s') return 1
  if (unit === 'm') return Math.abs(value) < 20 ? 2 : 0
  return Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1
}

/** Great-circle distance in nautical miles (mean Earth radius 3440.065 nm), for lists, not for rules. */
export function distanceNm(lonA: number, latA: number, lonB: number, latB: number): number {
  const rad = Math.PI / 180
  const half =
    Math.sin(((latB - latA) * rad) / 2) ** 2 +
    Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lonB - lonA) * rad) / 2) ** 2
  return 2 * 3440.065 * Math.asin(Math.sqrt(half))
}
