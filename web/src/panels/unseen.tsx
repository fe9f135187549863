import { coverage } from '../coverage.ts'
import { ageMs, chosenRow, chosenVessel, lang, picture, t, vesselName, word } from '../desk.ts'
import type { BlindFeed, HiddenBoat } from '../generated/protocol.ts'
import { age } from '../words/format.ts'

/** Feeds whose owner stands before the list is opened; the alerts below keep their room. */
const OWNERS = 3

/** Boats that no working feed hears: counted, listed, and who answers for each lost feed, those that hide most first. */
export function Unseen() {
  const seen = coverage.value
  if (seen === null || seen.boats.n + seen.feeds.length === 0) return null
  const { n, at_sea, left, shown } = seen.boats
  const feeds = [...seen.feeds].sort((a, b) => b.hidden - a.hidden)
  return (
    <details class="unheard-boats">
      <summary>
        <b>{t('unseen.counts', { n, sea: at_sea })}</b>
        {feeds.slice(0, OWNERS).map((feed) => (
          <Owner key={feed.feed} feed={feed} />
        ))}
        {feeds.length > OWNERS && <small>{t('unseen.feeds', { n: feeds.length - OWNERS })}</small>}
      </summary>
      <ul>
        {feeds.map((feed) => (
          <li key={feed.feed}>
            <Owner feed={feed} /> <Case incident={feed.incident} />
          </li>
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
      {owner === null ? t('unseen.nobody', { role: word('role', duty) }) : t('unseen.owner', { name: owner })}
    </small>
  )
}

function Case(props: { incident: string | null }) {
  const { incident } = props
  if (incident === null) return null
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        chosenRow.value = incident
      }}
    >
      {incident}
    </button>
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
