import { describe, expect, it } from 'vitest'
import type { AlertSeen, IncidentSeen, IncidentState } from '../src/generated/protocol.ts'
import { flagsOf } from '../src/world/flagged.ts'
import { EMPTY_PICTURE, type Picture, type Priority } from '../src/world/picture.ts'
import {
  arrange,
  askedToo,
  countersOf,
  isOverdue,
  linesOf,
  membersOf,
  rowsOf,
  shelvable,
} from '../src/world/queue.ts'

function incident(
  id: string,
  priority: Priority,
  opened_ms: number,
  state: IncidentState = 'open',
  vessel = id,
): IncidentSeen {
  return {
    incident: id,
    state,
    version: 0,
    priority,
    rule: 'went-dark',
    subject: { kind: 'vessel', id: vessel },
    words: { zh: id, en: id },
    alerts: [`alert-${id}`],
    opened_ms,
    called_ms: opened_ms,
    acked_ms: state === 'open' ? null : opened_ms,
    danger: true,
    verbs: [],
  }
}

function alert(id: string, priority: Priority, vessel = id): AlertSeen {
  return {
    alert: id,
    rule: 'went-dark',
    subject: { kind: 'vessel', id: vessel },
    priority,
    t_ms: 1,
    since_ms: 1,
    words: { zh: id, en: id },
    state: 'active',
    changed_ms: 1,
  }
}

function pictureOf(incidents: IncidentSeen[], alerts: AlertSeen[] = []): Picture {
  return {
    ...EMPTY_PICTURE,
    incidents: new Map(incidents.map((one) => [one.incident, one])),
    alerts: new Map(alerts.map((one) => [one.alert, one])),
  }
}

const keys = (rows: readonly { key: string }[]): string[] => rows.map((row) => row.key)

describe('what can be set aside', () => {
  const card = {
    ...incident('i', 2, 0),
    subject: { kind: 'port', id: 'shipu' } as const,
    alerts: ['a', 'b', 'c'],
  }
  const shelved = (alerts: AlertSeen[]): string[] =>
    rowsOf(pictureOf([card], alerts))
      .slice(0, 1)
      .flatMap((row) => shelvable(pictureOf([card], alerts), row).map((one) => one.subject.id))

  it('is each alarm that stands on a card of many, the gravest first, never a danger to life', () => {
    const over = { ...alert('c', 2, 'z'), state: 'cleared' as const }
    expect(shelved([alert('a', 3, 'x'), alert('b', 2, 'y'), over])).toEqual(['y', 'x'])
    expect(shelved([alert('a', 1, 'x'), alert('b', 2, 'y')])).toEqual(['y'])
  })

  it('is never the card itself, with which nothing would grow quiet', () => {
    expect(shelved([])).toEqual([])
    const one = pictureOf([{ ...incident('j', 2, 0), alerts: ['d'] }])
    expect(rowsOf(one).flatMap((row) => shelvable(one, row).map((alarm) => alarm.subject.id))).toEqual(['j'])
  })
})

describe('the queue', () => {
  it('counts a delay from when a case grew graver, and names the role that was asked too', () => {
    const worse = { ...incident('i', 2, 0, 'verifying'), acked_ms: null, called_ms: 500_000 }
    const [row] = rowsOf(pictureOf([worse]))
    if (row === undefined) throw new Error('no row')
    expect([row.unacked, isOverdue(row, 620_000), isOverdue(row, 620_001)]).toEqual([true, false, true])
    expect([0, 1, 2, 3].map((escalated) => askedToo({ ...worse, escalated }))).toEqual([
      null,
      null,
      'dispatcher',
      'leader',
    ])
  })

  it('goes by priority, then what nobody has taken, then the oldest', () => {
    const rows = rowsOf(
      pictureOf([
        incident('new3', 3, 50),
        incident('old3', 3, 10),
        incident('taken3', 3, 1, 'acknowledged'),
        incident('one', 1, 99),
      ]),
    )
    expect(keys(rows)).toEqual(['one', 'old3', 'new3', 'taken3'])
  })

  it('shows an alert on its own only while no open incident holds it', () => {
    const alerts = [alert('alert-x', 3), alert('lone', 4)]
    expect(keys(rowsOf(pictureOf([incident('x', 3, 1)], alerts)))).toEqual(['x', 'lone'])
    const closed = rowsOf(pictureOf([incident('x', 3, 1, 'closed')], alerts))
    expect(keys(closed.filter((row) => !row.ended))).toEqual(['alert-x', 'lone'])
  })

  it('counts what waits and what is open for each priority', () => {
    const rows = rowsOf(
      pictureOf([incident('a', 3, 1), incident('b', 3, 2, 'verifying'), incident('c', 2, 3, 'closed')]),
    )
    expect(countersOf(rows)).toEqual([
      { unacked: 0, all: 0 },
      { unacked: 0, all: 0 },
      { unacked: 1, all: 2 },
      { unacked: 0, all: 0 },
    ])
  })
})

describe('a list that is held', () => {
  const before = rowsOf(pictureOf([incident('a', 3, 10), incident('b', 3, 20)]))
  const order = arrange(before, [], false).order

  it('never moves a row: what is new waits, what has ended stays greyed in its place', () => {
    const after = rowsOf(
      pictureOf([incident('older', 3, 1), incident('a', 3, 10, 'closed'), incident('b', 3, 20)]),
    )
    const held = arrange(after, order, true)
    expect(keys(held.rows)).toEqual(['a', 'b'])
    expect(held.rows[0]?.ended).toBe(true)
    expect(keys(held.waiting)).toEqual(['older'])
    expect(held.urgent).toBeNull()
  })

  it('lifts only what outranks everything on screen into the fixed slot', () => {
    const after = rowsOf(pictureOf([incident('sos', 1, 99), incident('a', 3, 10), incident('b', 3, 20)]))
    expect(arrange(after, order, true).urgent?.key).toBe('sos')
    const equal = rowsOf(pictureOf([incident('c', 3, 99), incident('a', 3, 10), incident('b', 3, 20)]))
    expect(arrange(equal, order, true).urgent).toBeNull()
  })

  it('keeps the place of an alert that has become a case', () => {
    const opened = { ...incident('I-9', 3, 10), alerts: ['alert-x'] }
    const held = arrange(rowsOf(pictureOf([opened])), ['gone', 'alert-x'], true)
    expect(keys(held.rows)).toEqual(['I-9'])
    expect(held.order).toEqual(['I-9'])
    expect(held.waiting).toEqual([])
  })

  it('is put in order when it is let go', () => {
    const after = rowsOf(
      pictureOf([incident('older', 3, 1), incident('a', 3, 10, 'closed'), incident('b', 3, 20)]),
    )
    expect(arrange(after, order, false).order).toEqual(['older', 'b'])
  })
})

describe('situations', () => {
  const many = rowsOf(
    pictureOf([
      incident('sos1', 1, 1),
      incident('sos2', 1, 2),
      incident('sos3', 1, 3),
      ...['a', 'b', 'c'].map((id, n) => incident(id, 3, n)),
    ]),
  )

  it('gather three or more of one rule, but never emergencies', () => {
    const lines = linesOf(many, true, new Set())
    expect(lines.map((line) => ('group' in line ? line.group.rows.length : line.row.key))).toEqual([
      'sos1',
      'sos2',
      'sos3',
      3,
    ])
  })

  it('gather boats that were only told even while cases stand alone, and never take a case in', () => {
    const told = ['x', 'y', 'z'].map((id) => alert(id, 3))
    const cases = ['a', 'b', 'c'].map((id) => incident(id, 3, 9, 'acknowledged'))
    const [both, one] = [rowsOf(pictureOf(cases, told)), rowsOf(pictureOf(cases.slice(2), told))]
    const sizes = (rows: typeof both, grouped: boolean) =>
      linesOf(rows, grouped, new Set()).map((line) =>
        'group' in line ? line.group.rows.length : line.row.key,
      )
    expect(sizes(both, false)).toEqual(['a', 'b', 'c', 3])
    expect(sizes(both, true)).toEqual([3, 3])
    expect(sizes(one, true)).toEqual(['c', 3])
    expect(linesOf(one, false, new Set(['3/went-dark/told']))).toHaveLength(5)
  })

  it('show every member when they are opened, and nothing is lost when they are not drawn', () => {
    const open = linesOf(many, true, new Set(['3/went-dark']))
    expect(open.filter((line) => 'row' in line)).toHaveLength(6)
    expect(linesOf(many, false, new Set())).toHaveLength(6)
  })
})

describe('rings on the chart', () => {
  it('stand for the worst case of a vessel, else for the worst that it was told', () => {
    const flags = flagsOf(
      pictureOf([incident('i', 3, 1, 'open', 'boat')], [alert('x', 2, 'boat'), alert('y', 4, 'other')]),
    )
    expect(flags.get('boat')).toEqual({ priority: 3, unacked: true, asks: true })
    expect(flags.get('other')).toEqual({ priority: 4, unacked: false, asks: false })
    expect(flagsOf(pictureOf([incident('i', 3, 1, 'closed', 'boat')])).size).toBe(0)
  })

  it('are raised about every boat of a group card, which speaks of the port', () => {
    const card = {
      ...incident('i', 2, 1),
      subject: { kind: 'port' as const, id: 'shipu' },
      alerts: ['x', 'y'],
    }
    const flags = flagsOf(
      pictureOf([card], [alert('x', 2, 'one'), alert('y', 3, 'two'), alert('z', 3, 'two')]),
    )
    expect(flags.get('one')).toEqual({ priority: 2, unacked: false, asks: true })
    expect(flags.get('two')).toEqual({ priority: 3, unacked: false, asks: true })
  })
})

describe('the members of a card of many', () => {
  it('are the boats that still stand on it, each once, the gravest first', () => {
    const card = { ...incident('I-1', 2, 1), alerts: ['a1', 'a2', 'b1', 'c1', 'gone'] }
    const over: AlertSeen = { ...alert('c1', 1, 'c'), state: 'cleared' }
    const picture = pictureOf([card], [alert('a1', 3, 'a'), alert('a2', 3, 'a'), alert('b1', 2, 'b'), over])
    expect(membersOf(picture, card).map((one) => one.alert)).toEqual(['b1', 'a1'])
  })
})
