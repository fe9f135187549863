import type { Track } from '../generated/protocol.ts'

/** The track with the newest fix at its end, if that is new, and without what is older than `fromMs`. */
export function grown(
  track: Track,
  fix: { fixMs: number; lon: number; lat: number; sogKn: number | null },
  fromMs: number,
): Track {
  const last = track.t_ms.at(-1) ?? Number.NEGATIVE_INFINITY
  if (fix.fixMs <= last) return track
  const keep = track.t_ms.findIndex((ms) => ms >= fromMs)
  const from = keep < 0 ? track.t_ms.length : keep
  return {
    vessel: track.vessel,
    t_ms: [...track.t_ms.slice(from), fix.fixMs],
    lon: [...track.lon.slice(from), fix.lon],
    lat: [...track.lat.slice(from), fix.lat],
    sog_kn: [...track.sog_kn.slice(from), fix.sogKn],
  }
}
