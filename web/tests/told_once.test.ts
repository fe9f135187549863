import { describe, expect, it } from 'vitest'
import type { AlertSeen } from '../src/generated/protocol.ts'
import { toldOnce } from '../src/world/told_once.ts'

function alert(id: string, more: Partial<AlertSeen> = {}): AlertSeen {
  return {
    alert: id,
    rule: 'wind-above-class',
    subject: { kind: 'vessel', id },
    priority: 2,
    t_ms: 1,
    since_ms: 1,
    words: { zh: id, en: id },
    state: 'active',
    changed_ms: 1,
    source: 'item 5',
    clears: { zh: '进港', en: 'in shelter' },
    ...more,
  }
}

describe('a card of many', () => {
  it('says every reason once, and again only where it is another', () => {
    const told = toldOnce([alert('a'), alert('b'), alert('c', { source: 'item 6' })])
    expect(told.map((one) => one.source)).toEqual(['item 5', '', 'item 6'])
    expect(told.map((one) => one.clears?.en ?? null)).toEqual(['in shelter', null, null])
  })

  it('tells who still stands first, the gravest of them before the others', () => {
    const over = alert('over', { state: 'cleared', priority: 1 })
    const told = toldOnce([
      over,
      alert('a', { priority: 3 }),
      alert('b', { priority: 1 }),
      alert('c', { priority: 3 }),
    ])
    expect(told.map((one) => one.alert.alert)).toEqual(['b', 'a', 'c', 'over'])
  })

  it('says the reasons of another rule too', () => {
    const told = toldOnce([alert('a'), alert('b', { rule: 'adrift' })])
    expect(told.map((one) => one.source)).toEqual(['item 5', 'item 5'])
  })
})
