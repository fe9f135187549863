import { describe, expect, it } from 'vitest'
import { realmKindOf } from '../src/world/realm.ts'

describe('the kind of a realm', () => {
  it('is told by the first word of its name, and is real where that says nothing else', () => {
    const kinds = ['live', 'sim', 'drill-loop', 'replay-ais', 'drillmaster', ''].map(realmKindOf)
    expect(kinds).toEqual(['live', 'sim', 'drill', 'replay', 'live', 'live'])
  })
})
