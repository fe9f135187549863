import { signal } from '@preact/signals'
import { LOST_MS } from '../feed/freshness.ts'
import type { Picture } from '../world/picture.ts'
import { type Demand, demandOf, warningsDue } from './demand.ts'
import { SCORES, type Sound, samplesOf } from './tones.ts'

export type SoundState = 'off' | 'on' | 'elsewhere'
/** Whether this window sounds alarms: browsers allow it only after a gesture, and one window a desk does it. */
export const soundState = signal<SoundState>('off')
/** True during the 30 s of a silence. */
export const silenced = signal(false)
const SILENCE_S = 30
const LOCK = 'yugang-sound'

/** Sounds what the picture demands; triggered by frames, looped by the audio thread. */
class AlarmSound {
  private context: AudioContext | null = null
  private gate: GainNode | null = null
  private loop: { readonly sound: Sound; readonly node: AudioBufferSourceNode } | null = null
  private linkLoop: AudioBufferSourceNode | null = null
  private silencedLoud = new Set<string>()
  private silenceEnds: ReturnType<typeof setTimeout> | null = null
  private readonly heard = new Map<string, number>()
  private readonly notified = new Set<string>()
  private demand: Demand = { loop: null, loud: [], soft: [] }
  /** Tells a hidden page's officer by the system; set by the page, which knows the words. */
  notify: ((incident: string) => void) | null = null

  /** Start to sound, from a gesture: plays the test tone. */
  async start(): Promise<void> {
    const context = this.context ?? new AudioContext()
    this.context = context
    await context.resume()
    const gate = context.createGain()
    gate.connect(context.destination)
    this.gate = gate
    this.play('test')
    soundState.value = 'on'
    this.shareDesk()
    this.follow()
    if ('Notification' in window && Notification.permission === 'default')
      await Notification.requestPermission()
  }

  /** Only one window of a browser sounds; where the browser cannot tell, each does. */
  private shareDesk(): void {
    if (!('locks' in navigator)) return
    soundState.value = 'elsewhere'
    void navigator.locks.request(LOCK, () => {
      soundState.value = 'on'
      this.follow()
      return new Promise<never>(() => undefined)
    })
  }

  /** Hear a changed picture. */
  consider(picture: Picture, nowMs: number): void {
    this.demand = demandOf(picture)
    for (const id of this.demand.loud) {
      if (this.notified.has(id)) continue
      this.notified.add(id)
      if (document.visibilityState === 'hidden') this.notify?.(id)
    }
    if (this.demand.loud.some((id) => !this.silencedLoud.has(id))) this.endSilence()
    this.follow()
    if (warningsDue(this.demand, this.heard, nowMs) > 0 && !silenced.value) this.play('warning')
  }

  /** Quiet everything for 30 s by one action; what is not acknowledged sounds again (MSC.302(87) 7.3.5). */
  silence(): void {
    this.silencedLoud = new Set(this.demand.loud)
    silenced.value = true
    if (this.silenceEnds !== null) clearTimeout(this.silenceEnds)
    this.silenceEnds = setTimeout(() => this.endSilence(), SILENCE_S * 1000)
    const { context, gate } = this
    if (context === null || gate === null) return
    gate.gain.cancelScheduledValues(context.currentTime)
    gate.gain.setValueAtTime(0, context.currentTime)
    gate.gain.setValueAtTime(1, context.currentTime + SILENCE_S)
  }

  private endSilence(): void {
    if (!silenced.value) return
    silenced.value = false
    const { context, gate } = this
    if (context === null || gate === null) return
    gate.gain.cancelScheduledValues(context.currentTime)
    gate.gain.setValueAtTime(1, context.currentTime)
  }

  /** The link's own tone, once it is lost. */
  link(silentMs: number | null): void {
    const lost = silentMs !== null && silentMs > LOST_MS
    if (lost && this.linkLoop === null) this.linkLoop = this.play('link')
    if (!lost && this.linkLoop !== null) {
      this.linkLoop.stop()
      this.linkLoop = null
    }
  }

  private follow(): void {
    if (soundState.value !== 'on' || this.loop?.sound === (this.demand.loop ?? undefined)) return
    this.loop?.node.stop()
    const sound = this.demand.loop
    const node = sound === null ? null : this.play(sound)
    this.loop = sound === null || node === null ? null : { sound, node }
  }

  private play(sound: Sound): AudioBufferSourceNode | null {
    const { context, gate } = this
    if (context === null || gate === null || soundState.value === 'elsewhere') return null
    const samples = samplesOf(SCORES[sound], context.sampleRate)
    const buffer = context.createBuffer(1, samples.length, context.sampleRate)
    buffer.copyToChannel(samples, 0)
    const node = context.createBufferSource()
    node.buffer = buffer
    node.loop = SCORES[sound].loops
    node.connect(gate)
    node.start()
    return node
  }
}

export const alarm = new AlarmSound()
