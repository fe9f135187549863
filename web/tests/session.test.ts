import { describe, expect, it } from 'vitest'
import { waitMs } from '../src/feed/backoff.ts'
import { ageInstantMs, linkAfter, readingIsCurrent } from '../src/feed/freshness.ts'
import { NotAFrame, readFrame } from '../src/feed/read.ts'
import { judge, NEW_SESSION, reconnected, type Session, type Verdict } from '../src/feed/session.ts'
import type { FactFrame, Heartbeat, Positions, Welcome } from '../src/generated/protocol.ts'
import { golden } from './golden.ts'

const welcome = (resumed: boolean, epoch = 'e1'): Welcome => ({
  type: 'welcome',
  epoch,
  seq: 0,
  resumed,
  realm: 'sim',
  now_ms: 1000,
  rate: 1,
  clock: { asked: 1, running: 1, resume: 1 },
  name: 'wang',
  role: 'officer',
})
const fact = (seq: number): FactFrame => ({
  type: 'fact',
  seq,
  t_ms: 1,
  kind: 'gap-noted',
  from_ms: 0,
  why: 'start',
})
const beat = (seq: number, now_ms: number): Heartbeat => ({
  type: 'heartbeat',
  seq,
  now_ms,
  rate: 1,
  clock: { asked: 1, running: 1, resume: 1 },
  feeds: [],
})
const moved = (pos_seq: number, full = false): Positions => ({ ...golden.positions, pos_seq, full })

function kept(verdict: Verdict): Session {
  if (verdict.do === 'resync') throw new Error(verdict.why)
  return verdict.session
}

/** A session in the stream, at the golden snapshot. */
function streaming(): Session {
  const welcomed = kept(judge(NEW_SESSION, welcome(false)))
  return kept(judge(welcomed, { ...golden.snapshot, as_of: 10 }))
}

describe('a session', () => {
  it('takes facts in order and each once', () => {
    const session = kept(judge(streaming(), fact(11)))
    expect(session.seq).toBe(11)
    expect(judge(session, fact(11)).do).toBe('ignore')
    expect(judge(session, fact(12)).do).toBe('deliver')
  })

  it('asks for everything anew when a fact is missing', () => {
    expect(judge(streaming(), fact(12))).toMatchObject({ do: 'resync', forget: true })
  })

  it('resumes where it stopped, in the same epoch only', () => {
    const again = reconnected(streaming())
    expect(again).toMatchObject({ epoch: 'e1', seq: 10, stage: 'welcome' })
    const resumed = kept(judge(again, welcome(true)))
    expect(judge(resumed, fact(11)).do).toBe('deliver')
    expect(judge(again, welcome(true, 'e2'))).toMatchObject({ do: 'resync', forget: true })
  })

  it('waits for the snapshot when it is not resumed', () => {
    const welcomed = kept(judge(reconnected(streaming()), welcome(false, 'e2')))
    expect(judge(welcomed, fact(11)).do).toBe('ignore')
    expect(welcomed.epoch).toBe('e2')
  })

  it('refuses facts before a welcome', () => {
    expect(judge(NEW_SESSION, fact(1)).do).toBe('resync')
  })

  it('sees a gap in positions, unless they were merged for a slow reader', () => {
    const session = kept(judge(streaming(), moved(4, true)))
    expect(judge(session, moved(5)).do).toBe('deliver')
    expect(judge(session, moved(6))).toMatchObject({ do: 'resync', forget: false })
    expect(judge(session, { ...moved(6), degraded: true }).do).toBe('deliver')
    expect(judge(session, moved(9, true)).do).toBe('deliver')
  })

  it('does not believe a stream that stays behind the heartbeat', () => {
    const session = kept(judge(streaming(), beat(12, 1000)))
    expect(judge(session, beat(12, 3000)).do).toBe('deliver')
    expect(judge(session, beat(12, 7000))).toMatchObject({ do: 'resync', forget: true })
    const caughtUp = { ...session, seq: 12 }
    expect(judge(caughtUp, beat(14, 9000)).do).toBe('deliver')
  })
})

describe('a text frame', () => {
  it('is read when it is whole', () => {
    expect(readFrame(JSON.stringify(golden.positions))?.type).toBe('positions')
    expect(readFrame('{"type":"something-newer"}')).toBeNull()
  })

  it('is refused when it is not of the protocol', () => {
    for (const text of ['', '[]x', 'null', '3', '{}']) expect(() => readFrame(text)).toThrow(NotAFrame)
    const torn = { ...golden.positions, lat: golden.positions.lat.slice(1) }
    expect(() => readFrame(JSON.stringify(torn))).toThrow(/lat/)
    expect(() => readFrame('{"type":"fact","seq":1.5}')).toThrow(NotAFrame)
  })
})

describe('the wait before another try', () => {
  it('doubles from half a second to ten, jittered over its upper half', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((n) => waitMs(n, 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ])
    expect(waitMs(2, 0)).toBe(1000)
  })
})

describe('freshness', () => {
  it('is late after 3 s and not live after 10 s', () => {
    expect([null, 0, 3000, 3001, 10_000, 10_001].map(linkAfter)).toEqual([
      'waiting',
      'live',
      'live',
      'late',
      'late',
      'lost',
    ])
  })

  it('ages what is shown while nothing comes, at the pace of the realm', () => {
    expect(ageInstantMs(1000, 2000, 1)).toBe(1000)
    expect(ageInstantMs(1000, 5000, 10)).toBe(51_000)
  })

  it('takes a reading for a value during three periods', () => {
    expect(readingIsCurrent(180_000, 60)).toBe(true)
    expect(readingIsCurrent(180_001, 60)).toBe(false)
  })
})
