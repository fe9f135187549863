/** Alarm sounds (ui.md §4.10): rendered once into buffers, looped by the audio thread, so no timer is needed. */
export type Sound = 'emergency' | 'alarm' | 'warning' | 'link' | 'test'

interface Beep {
  readonly atS: number
  readonly lengthS: number
  readonly fromHz: number
  readonly toHz: number
}

interface Score {
  readonly beeps: readonly Beep[]
  /** Length of one turn of the loop; also of a sound that is played once. */
  readonly turnS: number
  readonly loops: boolean
}

const beep = (atS: number, lengthS: number, fromHz: number, toHz = fromHz): Beep => ({
  atS,
  lengthS,
  fromHz,
  toHz,
})

export const SCORES: Record<Sound, Score> = {
  // Two tones without a pause, until acknowledged.
  emergency: { beeps: [beep(0, 0.5, 960), beep(0.5, 0.5, 770)], turnS: 1, loops: true },
  // Three pulses, again and again; unmistakable from the warning (MSC.302(87) 7.3.4).
  alarm: { beeps: [beep(0, 0.18, 880), beep(0.3, 0.18, 880), beep(0.6, 0.18, 880)], turnS: 2.4, loops: true },
  warning: { beeps: [beep(0, 0.45, 440)], turnS: 0.6, loops: false },
  // Falling, once, then every 30 s while the picture is not live.
  link: { beeps: [beep(0, 0.9, 700, 280)], turnS: 30, loops: true },
  test: { beeps: [beep(0, 0.2, 523), beep(0.25, 0.3, 784)], turnS: 0.7, loops: false },
}

const EDGE_S = 0.012
const LEVEL = 0.5

/** One turn of a sound as samples in -1..1. */
export function samplesOf(score: Score, rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(score.turnS * rate))
  for (const { atS, lengthS, fromHz, toHz } of score.beeps) {
    let phase = 0
    const count = Math.round(lengthS * rate)
    const start = Math.round(atS * rate)
    for (let i = 0; i < count && start + i < samples.length; i++) {
      const share = i / count
      phase += (2 * Math.PI * (fromHz + (toHz - fromHz) * share)) / rate
      const edge = Math.min(1, i / (EDGE_S * rate), (count - i) / (EDGE_S * rate))
      samples[start + i] = LEVEL * edge * (Math.sin(phase) + 0.25 * Math.sin(3 * phase))
    }
  }
  return samples
}
