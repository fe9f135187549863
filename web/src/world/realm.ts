/** What kind of picture a realm gives: of now, simulated, replayed or rehearsed. */
export type RealmKind = 'live' | 'sim' | 'replay' | 'drill'

/** The kind that a realm's name begins with; a name that says nothing else is taken for real. */
export function realmKindOf(realm: string): RealmKind {
  const kind = realm.split('-')[0]
  return kind === 'sim' || kind === 'replay' || kind === 'drill' ? kind : 'live'
}
