import { DOUBTFUL, PERMITTED_SILENCE } from '../generated/protocol.ts'

/**
 * How a vessel is drawn (ui.md §4.11.4): what it looks like must say how true it is.
 * filled <= expected interval; hollow > 1x; dashed > 3x; crossed = silent too long; grey ? = its feed is down.
 */
export type Look = 'filled' | 'hollow' | 'dashed' | 'crossed' | 'unknown' | 'moored' | 'off'
export const LOOKS: readonly Look[] = ['filled', 'hollow', 'dashed', 'crossed', 'unknown', 'moored', 'off']

const UNDER_WAY = 1
const MOORED = 2
const CANNOT_TELL = 3
const OFF_IN_PORT = 4
const LATE = 5
const DARK = 6

/**
 * @param state the state byte of a positions frame.
 * @param ageS seconds since the fix.
 * @param intervalS expected seconds between reports; 0 = not known.
 * @param live false once the whole picture is not live: then nothing is filled.
 */
export function lookOf(state: number, ageS: number, intervalS: number, live: boolean): Look {
  const index = state & 15
  if (index === CANNOT_TELL) return 'unknown'
  if (index === OFF_IN_PORT) return 'off'
  if (index === DARK) return (state & PERMITTED_SILENCE) !== 0 ? 'dashed' : 'crossed'
  if (index === MOORED) return 'moored'
  return lookUnderWay(index, ageS, intervalS, live)
}

function lookUnderWay(index: number, ageS: number, intervalS: number, live: boolean): Look {
  const periods = intervalS > 0 ? ageS / intervalS : 0
  if (periods > 3) return 'dashed'
  if (periods > 1 || index === LATE || !live) return 'hollow'
  return index === UNDER_WAY ? 'filled' : 'hollow'
}

/** A position that is doubted is drawn as a ghost. */
export function isDoubtful(state: number): boolean {
  return (state & DOUBTFUL) !== 0
}
