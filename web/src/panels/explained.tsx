import { chosenVessel, either, lang, offsetH, subjectName, t, word, zoneName } from '../desk.ts'
import type { AlertSeen, Subject } from '../generated/protocol.ts'
import { clock, isQuantity, measured } from '../words/format.ts'
import { sideOf } from '../words/index.ts'
import { TOLD_AT_MOST, toldOnce } from '../world/told_once.ts'

/**
 * Alerts as they explain themselves: what was seen against which limit, what is assumed, what would end it.
 * On a card of many each is called by its boat, and what holds for all is said once.
 */
export function Explained(props: { alerts: readonly AlertSeen[]; said?: string; of?: Subject }) {
  const told = toldOnce(props.alerts)
  return (
    <ul>
      {told.slice(0, TOLD_AT_MOST).map(({ alert, assumed, clears, source }) => (
        <li key={alert.alert} class={alert.state}>
          <Name alert={alert} of={props.of} /> {alert.state !== 'active' && `(${t('mark.cleared')})`}{' '}
          {basis(alert)}
          {alert.words.zh !== props.said && <small>{either(alert.words)}</small>}
          {assumed && (
            <small data-why="assumed">
              {t('case.assumed')} {either(assumed)}
            </small>
          )}
          {clears && (
            <small data-why="clears">
              {t('case.clears')} {either(clears)}
            </small>
          )}
          {source && (
            <small data-why="source">
              {t('case.basis')} {sideOf(lang.value, source)}
            </small>
          )}
        </li>
      ))}
      {told.length > TOLD_AT_MOST && <li>{t('case.more', { n: told.length - TOLD_AT_MOST })}</li>}
    </ul>
  )
}

/** The rule; on a card of many its boat, which one press shows, or its station. */
function Name(props: { alert: AlertSeen; of: Subject | undefined }) {
  const { subject, rule } = props.alert
  if (props.of?.kind !== 'port' || subject.kind === 'port') return <b>{word('rule', rule)}</b>
  if (subject.kind !== 'vessel') return <b>{subjectName(subject.kind, subject.id)}</b>
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        chosenVessel.value = subject.id
      }}
    >
      <b>{subjectName(subject.kind, subject.id)}</b>
    </button>
  )
}

function basis(alert: AlertSeen): string {
  const parts: string[] = []
  const unit = alert.unit ?? ''
  if (typeof alert.value === 'number' && typeof alert.limit === 'number' && isQuantity(unit)) {
    const [value, limit] = [alert.value, alert.limit].map((one) => measured(one, unit, lang.value))
    const time = clock(alert.changed_ms, offsetH.value)
    parts.push(t('case.value', { time, value: value ?? '', limit: limit ?? '' }))
  }
  const zone = alert.zone ? zoneName(alert.zone) : null
  if (zone !== null) parts.push(`${t('case.zone')} ${zone}`)
  return parts.join(' · ')
}
