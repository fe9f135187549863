import type { VesselKnown } from '../generated/protocol.ts'

/** Vessels whose name, id or terminal holds every part of the text. */
export function matching(known: readonly (VesselKnown | undefined)[], text: string): VesselKnown[] {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (parts.length === 0) return []
  const found: VesselKnown[] = []
  for (const vessel of known) {
    if (vessel === undefined) continue
    const about = [
      vessel.vessel,
      vessel.name.zh,
      vessel.name.en,
      vessel.mmsi ?? '',
      ...(vessel.terminals ?? []),
    ]
    const all = about.join(' ').toLowerCase()
    if (parts.every((part) => all.includes(part))) found.push(vessel)
    if (found.length >= 200) break
  }
  return found
}
