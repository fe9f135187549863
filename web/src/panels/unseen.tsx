import { coverage } from '../coverage.ts'
import { ageMs, chosenRow, chosenVessel, lang, picture, t, vesselName, word } from '../desk.ts'
import type { BlindFeed, HiddenBoat } from '../generated/protocol.ts'
import { age } from '../words/format.ts'

/** Boats that no working feed hears: counted, listed, and who answers for each lost feed. */
export function Unseen() {
  const seen = coverage.value
  if (seen === null || seen.boats.n + seen.feeds.length === 0) return null
  const { n, at_sea, left, shown } = seen.boats
  return (
    <details class="unheard-boats">
      <summary>
        <b>{t('unseen.counts', { n, sea: at_sea })}</b>
        {seen.feeds.map((feed) => (
          <Owner key={feed.feed} feed={feed} />
        ))}
      </summary>
      <ul>
        {seen.feeds.map(({ feed, incident }) => (
          <Case key={feed} feed={feed} incident={incident ?? null} />
        ))}
        {shown.map((boat) => (
          <Boat key={boat.vessel} boat={boat} />
        ))}
        {left > 0 && <li>{t('unseen.left', { n: left })}</li>}
      </ul>
    </details>
  )
}

/** A feed with its age, and who took its case: nobody yet = the role on duty. */
function Owner(props: { feed: BlindFeed }) {
  const { feed, state, since_ms, hidden, incident, duty } = props.feed
  // The case itself is newer than the answer that named it.
  const owner = picture.value.incidents.get(incident ?? '')?.owner ?? props.feed.owner
  return (
    <small>
      {t('unseen.feed', { feed, state: word('feed', state), age: since(since_ms), n: hidden })} ·{' '}
      {owner === null || owner === undefined
        ? t('unseen.nobody', { role: word('role', duty) })
        : t('unseen.owner', { name: owner })}
    </small>
  )
}

function Case(props: { feed: string; incident: string | null }) {
  const { feed, incident } = props
  if (incident === null) return null
  return (
    <li>
      {feed}:{' '}
      <button
        type="button"
        class="link"
        onClick={() => {
          chosenRow.value = incident
        }}
      >
        {incident}
      </button>
    </li>
  )
}

function Boat(props: { boat: HiddenBoat }) {
  const { vessel, feed, fix_ms, moored } = props.boat
  return (
    <li>
      <button
        type="button"
        class="link"
        onClick={() => {
          chosenVessel.value = vessel
        }}
      >
        {vesselName(vessel)}
      </button>{' '}
      {t(moored ? 'unseen.moored' : 'unseen.sea')} · {t('unseen.last', { age: since(fix_ms) })} · {feed}
    </li>
  )
}

function since(ms: number): string {
  return age(ageMs.value - ms, lang.value)
}
