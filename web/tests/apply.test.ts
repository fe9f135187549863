import { describe, expect, it } from 'vitest'
import { applyFact, applyHeartbeat, applyReadings, applySnapshot } from '../src/feed/apply.ts'
import { takeIncident } from '../src/feed/apply_incident.ts'
import type { Fact, IncidentSeen } from '../src/generated/protocol.ts'
import { EMPTY_PICTURE, hasEnded, type Picture } from '../src/world/picture.ts'
import { World } from '../src/world/world.ts'
import { golden } from './golden.ts'

/** What every screen must agree on, without what a fold leaves out because it is absent. */
function essence(incident: IncidentSeen): object {
  const { incident: id, state, version, priority, alerts, verbs, danger } = incident
  const calls = (incident.calls ?? []).map((call) => [
    call.call_id,
    call.kind,
    call.answered ?? null,
    call.answer ?? null,
    call.vessel,
  ])
  return {
    id,
    state,
    version,
    priority,
    alerts,
    verbs,
    danger,
    calls,
    owner: incident.owner ?? null,
    split: [incident.split_from ?? null, incident.split_off ?? []],
    acked: incident.acked_ms ?? null,
    called: hasEnded(incident) ? null : incident.called_ms,
    escalated: incident.escalated ?? 0,
  }
}

describe('a screen that folds facts holds what a new screen is told', () => {
  let picture: Picture = applySnapshot(golden.snapshot)
  const frames = [...golden.frames]
  for (const checkpoint of golden.checkpoints) {
    while (frames[0] !== undefined && frames[0].seq <= checkpoint.seq) {
      const fact = frames.shift()
      if (fact !== undefined) picture = applyFact(picture, fact)
    }
    const now = picture
    it(`after fact ${checkpoint.seq}`, () => {
      // An ended case keeps what it had; nobody acts on it.
      const open = checkpoint.incidents.filter((one) => !hasEnded(one))
      const mine = open.map((one) => now.incidents.get(one.incident))
      expect(mine.map((one) => one && essence(one))).toEqual(open.map(essence))
      const states = checkpoint.incidents.map((one) => now.incidents.get(one.incident)?.state)
      expect(states).toEqual(checkpoint.incidents.map((one) => one.state))
      const standing = [...now.alerts.values()].filter((alert) => alert.state === 'active')
      const key = (alert: { alert: string; priority: number; acked?: boolean }): string =>
        `${alert.alert} P${alert.priority} ${alert.acked === true}`
      expect(standing.map(key).sort()).toEqual(checkpoint.alerts.map(key).sort())
      expect(now.missing).toEqual([])
    })
  }
})

const raised = (n: number, t_ms: number, incident?: string): Fact => ({
  kind: 'alert-raised',
  t_ms,
  alert: `a-${n}`,
  rule: 'went-dark',
  subject: { kind: 'vessel', id: `v${n}` },
  priority: 3,
  since_ms: t_ms,
  words: { zh: '终端离线', en: 'dark' },
  ...(incident === undefined ? {} : { incident }),
})

describe('facts', () => {
  it('leave the picture they were applied to as it was', () => {
    const before = applyFact(EMPTY_PICTURE, raised(1, 1000))
    applyFact(before, { kind: 'alert-cleared', t_ms: 2000, alert: 'a-1', words: { zh: '', en: '' } })
    expect(before.alerts.get('a-1')?.state).toBe('active')
  })

  it('count alerts of the last ten minutes only', () => {
    const early = applyFact(EMPTY_PICTURE, raised(1, 0))
    const later = applyFact(early, raised(2, 10 * 60_000))
    expect(later.raisedMs).toEqual([10 * 60_000])
  })

  it('about an incident never seen name it as missing, until it is told', () => {
    const call: Fact = { kind: 'call-unanswered', t_ms: 1, call_id: 'C-1', vessel: 'v', incident: 'I-9' }
    const picture = applyFact(EMPTY_PICTURE, call)
    expect(picture.missing).toEqual(['I-9'])
    const told = golden.checkpoints.at(-1)?.incidents[0]
    if (told === undefined) throw new Error('golden frames without incidents')
    expect(takeIncident(picture, { ...told, incident: 'I-9' }).missing).toEqual([])
  })

  it('let a cleared alert go when no open incident holds it', () => {
    const picture = applyFact(EMPTY_PICTURE, raised(1, 1000))
    const cleared = applyFact(picture, {
      kind: 'alert-cleared',
      t_ms: 2000,
      alert: 'a-1',
      words: { zh: '', en: '' },
    })
    expect(cleared.alerts.size).toBe(0)
  })

  it('of an older version do not undo a newer incident', () => {
    const told = golden.checkpoints.at(-1)?.incidents[0]
    if (told === undefined) throw new Error('golden frames without incidents')
    const picture = takeIncident(EMPTY_PICTURE, { ...told, version: 5, state: 'resolved' })
    expect(
      takeIncident(picture, { ...told, version: 4, state: 'open' }).incidents.get(told.incident)?.state,
    ).toBe('resolved')
  })

  it('keep at most fifty ended incidents in sight', () => {
    const told = golden.checkpoints.at(-1)?.incidents[0]
    if (told === undefined) throw new Error('golden frames without incidents')
    let picture = EMPTY_PICTURE
    for (let n = 0; n < 80; n++)
      picture = takeIncident(picture, { ...told, incident: `I-${n}`, state: 'closed' })
    expect(picture.incidents.size).toBe(50)
    expect(picture.incidents.has('I-79')).toBe(true)
  })
})

describe('readings and heartbeats', () => {
  it('replace only what they speak of', () => {
    const first = applyReadings(EMPTY_PICTURE, {
      type: 'readings',
      now_ms: 1,
      rows: [
        ['met', 'wind', 8, 'm/s', 1],
        ['met', 'gust', 12, 'm/s', 1],
      ],
    })
    const second = applyReadings(first, { type: 'readings', now_ms: 2, rows: [['met', 'wind', 9, 'm/s', 2]] })
    expect(second.readings.get('met/wind')?.value).toBe(9)
    expect(second.readings.get('met/gust')?.value).toBe(12)
  })

  it('tell how every feed is', () => {
    const picture = applyHeartbeat(EMPTY_PICTURE, {
      type: 'heartbeat',
      seq: 0,
      now_ms: 1,
      rate: 1,
      clock: { asked: 1, running: 1, resume: 1 },
      feeds: [{ feed: 'rx', state: 'down', age_ms: 9000, why: 'silent' }],
    })
    expect(picture.feeds.get('rx')?.state).toBe('down')
  })
})

describe('orders that stand', () => {
  const order = {
    order: 'O-1',
    order_kind: 'recall',
    t_ms: 1,
    to_ms: 9,
    actor: 'wu',
    role: 'leader',
  } as const
  const told = { note: 'storm', words: { zh: '回港', en: 'come in' }, waiting: 3, unreached: ['a'] } as const

  it('come with the snapshot and leave at once when one ends; how far they were told is asked for anew', () => {
    const world = new World()
    world.takeOrders([{ ...order, ...told, overdue: false }])
    const ended = applyFact(world.picture, {
      ...{ kind: 'order-ended', t_ms: 5, order: 'O-1', order_kind: 'recall', why: 'by-hand' },
    })
    expect([world.picture.orders.length, ended.orders.length]).toEqual([1, 0])
    const given = applyFact(ended, { kind: 'order-given', ...order, note: '', words: told.words })
    expect([world.picture, ended, given].map((one) => one.orderMoves)).toEqual([0, 1, 2])
  })
})

describe('what is set aside', () => {
  const shelved: Fact = {
    kind: 'alarm-shelved',
    t_ms: 1,
    shelf: 'S-1',
    how: 'shelved',
    rule: 'left-zone',
    subject: { kind: 'vessel', id: 'a' },
    priority: 3,
    until_ms: 9,
    actor: 'li',
    role: 'officer',
    note: 'nets',
  }

  it('is listed until it is returned, and a flood lasts until the twin says that it is over', () => {
    const listed = applyFact(EMPTY_PICTURE, shelved)
    expect(listed.shelves.map((one) => one.shelf)).toEqual(['S-1'])
    const back = applyFact(listed, { kind: 'alarm-returned', t_ms: 2, shelf: 'S-1', why: 'by-hand' })
    expect(back.shelves).toEqual([])
    const flooded = applyFact(back, { kind: 'flood-began', t_ms: 3, annunciations: 10 })
    expect(flooded.floodMs).toBe(3)
    expect(applyFact(flooded, { kind: 'flood-ended', t_ms: 4, since_ms: 3 }).floodMs).toBe(-1)
  })

  it('drops chatter that calmed', () => {
    const chatter = (t_ms: number): Fact => ({
      kind: 'chatter-found',
      t_ms,
      rule: 'overspeed',
      subject: { kind: 'vessel', id: 'a' },
      times: 3,
    })
    const both = applyFact(applyFact(EMPTY_PICTURE, chatter(0)), chatter(600_001))
    expect(both.chatters.map((one) => one.t_ms)).toEqual([600_001])
  })
})
