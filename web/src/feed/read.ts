import type { Frame, Positions } from '../generated/protocol.ts'

const KINDS = new Set(['welcome', 'snapshot', 'fact', 'positions', 'readings', 'heartbeat'])
const COLUMNS = ['number', 'lon', 'lat', 'sog', 'cog', 'hdg', 'age', 'interval', 'state', 'kind'] as const

/** A frame that is not of the protocol: the connection is closed with 4010 and begun anew. */
export class NotAFrame extends Error {}

/**
 * The frame in a text message; `null` for a kind this page does not know (a newer server).
 *
 * @throws NotAFrame when the text is no frame, or a positions frame whose columns disagree in length.
 */
export function readFrame(text: string): Frame | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NotAFrame('not JSON')
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) throw new NotAFrame('no type')
  if (!KINDS.has(String(value.type))) return null
  const frame = value as Frame
  if (frame.type === 'positions') checkColumns(frame)
  if (frame.type === 'fact' && !Number.isSafeInteger(frame.seq)) throw new NotAFrame('fact without seq')
  return frame
}

function checkColumns(frame: Positions): void {
  for (const name of COLUMNS) {
    const column = frame[name]
    if (!Array.isArray(column) || column.length !== frame.n) {
      throw new NotAFrame(`positions: ${name} is not ${frame.n} long`)
    }
  }
}
