import { realmKind, t } from '../desk.ts'

/** Says beside a case that it is not real: what is photographed or read out alone must not be taken for it. */
export function RealmMark() {
  const kind = realmKind.value
  return kind === 'live' ? null : <b class={`badge ${kind}`}>{t(`realm.${kind}`)}</b>
}

/** What to heed before anything is said to people outside the house; nothing where the danger is real. */
export function Outside() {
  const kind = realmKind.value
  return kind === 'live' ? null : <p class="outside">{t(`outside.${kind}`)}</p>
}
