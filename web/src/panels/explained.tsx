import { either, t, word, zoneName } from '../desk.ts'
import type { AlertSeen } from '../generated/protocol.ts'
import { measured } from '../words/format.ts'

/** Alerts as they explain themselves: what was seen against which limit, what is assumed, what would end it. */
export function Explained(props: { alerts: readonly AlertSeen[]; said?: string }) {
  return (
    <ul>
      {props.alerts.map((alert) => (
        <li key={alert.alert} class={alert.state}>
          <b>{word('rule', alert.rule)}</b> {alert.state !== 'active' && `(${t('mark.cleared')})`}{' '}
          {basis(alert)}
          {alert.words.zh !== props.said && <small>{either(alert.words)}</small>}
          {alert.assumed && (
            <small data-why="assumed">
              {t('case.assumed')} {either(alert.assumed)}
            </small>
          )}
          {alert.clears && alert.state === 'active' && (
            <small data-why="clears">
              {t('case.clears')} {either(alert.clears)}
            </small>
          )}
          {alert.source && (
            <small data-why="source">
              {t('case.basis')} {alert.source}
            </small>
          )}
        </li>
      ))}
    </ul>
  )
}

function basis(alert: AlertSeen): string {
  const parts: string[] = []
  if (typeof alert.value === 'number' && typeof alert.limit === 'number') {
    const unit = alert.unit ?? ''
    parts.push(t('case.value', { value: measured(alert.value, unit), limit: measured(alert.limit, unit) }))
  }
  const zone = alert.zone ? zoneName(alert.zone) : null
  if (zone !== null) parts.push(`${t('case.zone')} ${zone}`)
  return parts.join(' · ')
}
