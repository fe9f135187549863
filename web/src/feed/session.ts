import type { Frame } from '../generated/protocol.ts'

/**
 * Where this screen stands in the server's history. Pure: the socket feeds it frames and obeys the verdict.
 * Facts are contiguous within an epoch; a gap means resync, never "carry on".
 */
export interface Session {
  readonly epoch: string | null
  readonly seq: number
  /** `pos_seq` of the last positions frame of this connection. */
  readonly posSeq: number | null
  readonly stage: 'welcome' | 'snapshot' | 'stream'
  /** A heartbeat named a fact we do not have: its `seq`, and when (`now_ms`). */
  readonly ahead: { readonly seq: number; readonly sinceMs: number } | null
}

export type Verdict =
  | { readonly do: 'deliver'; readonly session: Session }
  | { readonly do: 'ignore'; readonly session: Session }
  | { readonly do: 'resync'; readonly why: string; readonly forget: boolean }

export const NEW_SESSION: Session = { epoch: null, seq: 0, posSeq: null, stage: 'welcome', ahead: null }
/** Real time a heartbeat may run ahead of the facts it names, ms of the feed's clock at rate 1. */
const AHEAD_MS = 5_000

/** The session as a new connection begins it: same history, nothing heard yet. */
export function reconnected(session: Session): Session {
  return { ...session, posSeq: null, stage: 'welcome', ahead: null }
}

export function judge(session: Session, frame: Frame): Verdict {
  switch (frame.type) {
    case 'welcome':
      if (frame.resumed && frame.epoch !== session.epoch) return resync('resumed another epoch', true)
      return deliver({ ...session, epoch: frame.epoch, stage: frame.resumed ? 'stream' : 'snapshot' })
    case 'snapshot':
      if (session.stage === 'welcome') return resync('snapshot before welcome', true)
      return deliver({ ...session, seq: frame.as_of, stage: 'stream', ahead: null })
    case 'fact':
      return judgeFact(session, frame.seq)
    case 'positions':
      return judgePositions(session, frame.full, frame.pos_seq, frame.degraded === true)
    case 'heartbeat':
      return judgeHeartbeat(session, frame.seq, frame.now_ms, frame.rate)
    case 'readings':
      return deliver(session)
  }
}

function judgeFact(session: Session, seq: number): Verdict {
  if (session.stage === 'welcome') return resync('fact before welcome', true)
  if (session.stage === 'snapshot' || seq <= session.seq) return { do: 'ignore', session }
  if (seq !== session.seq + 1) return resync(`fact ${seq} after ${session.seq}`, true)
  return deliver({ ...session, seq })
}

function judgePositions(session: Session, full: boolean, posSeq: number, degraded: boolean): Verdict {
  const gap = !full && !degraded && session.posSeq !== null && posSeq !== session.posSeq + 1
  if (gap) return resync(`positions ${posSeq} after ${session.posSeq}`, false)
  return deliver({ ...session, posSeq })
}

function judgeHeartbeat(session: Session, seq: number, nowMs: number, rate: number): Verdict {
  if (session.stage !== 'stream' || seq <= session.seq) return deliver({ ...session, ahead: null })
  const ahead = session.ahead ?? { seq, sinceMs: nowMs }
  if (session.seq >= ahead.seq) return deliver({ ...session, ahead: { seq, sinceMs: nowMs } })
  if (nowMs - ahead.sinceMs > AHEAD_MS * Math.max(1, rate)) return resync(`heartbeat names ${seq}`, true)
  return deliver({ ...session, ahead })
}

function deliver(session: Session): Verdict {
  return { do: 'deliver', session }
}

function resync(why: string, forget: boolean): Verdict {
  return { do: 'resync', why, forget }
}
