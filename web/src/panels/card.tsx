import { revealRow, rowPlaces } from '../chart.ts'
import {
  ageMs,
  chosenRow,
  chosenVessel,
  either,
  lang,
  picture,
  rows,
  subjectName,
  t,
  vesselName,
  word,
} from '../desk.ts'
import type { CallSeen, IncidentSeen } from '../generated/protocol.ts'
import { choose } from '../list.ts'
import { age } from '../words/format.ts'
import { alertsOf, askedToo, membersOf, type Row } from '../world/queue.ts'
import { Shelve } from './aside.tsx'
import { Actions, AlertActions } from './card_actions.tsx'
import { Explained } from './explained.tsx'
import { AlertIcon } from './icons.tsx'
import { RealmMark } from './realm_mark.tsx'
import { Timeline } from './timeline.tsx'

/** The chosen row in full: what it is, why it fired, what was done, what can be done. */
export function Card() {
  const row = rows.value.find((one) => one.key === chosenRow.value)
  if (row === undefined) return null
  return (
    <article class="card" tabIndex={-1} aria-label={t('case.title')}>
      <CardHead row={row} />
      <div class="card-body">
        <p class="said">{either(row.words)}</p>
        {row.incident !== null && <Kin incident={row.incident} />}
        <Why row={row} />
        {row.incident !== null && <Calls calls={row.incident.calls ?? []} />}
        {row.incident !== null && <Timeline />}
        {row.rule !== 'by-hand' && <Shelve row={row} key={row.key} />}
      </div>
      {row.incident !== null ? <Actions incident={row.incident} /> : <AlertActions row={row} />}
    </article>
  )
}

function CardHead(props: { row: Row }) {
  const { row } = props
  const { incident } = row
  const asked = incident === null ? null : askedToo(incident)
  return (
    <header class="card-head">
      <AlertIcon
        priority={row.priority}
        mark={row.unacked ? 'speaker' : 'seen'}
        size={26}
        quiet={row.ended}
      />
      <div>
        <h2>
          {incident !== null && (
            <>
              {row.priority === 1 ? t('case.title.p1') : t('case.title')} {row.key} ·{' '}
            </>
          )}
          {word('rule', row.rule)}
        </h2>
        <p>
          <RealmMark />{' '}
          {row.subject.kind === 'vessel' ? (
            <button
              type="button"
              class="link"
              onClick={() => {
                chosenVessel.value = row.subject.id
              }}
            >
              {subjectName(row.subject.kind, row.subject.id)}
            </button>
          ) : (
            subjectName(row.subject.kind, row.subject.id)
          )}{' '}
          · {t(`priority.${row.priority}`)} · {age(ageMs.value - row.sinceMs, lang.value)}{' '}
          {rowPlaces(row).length > 0 && (
            <button type="button" class="link" onClick={() => revealRow(row)}>
              {t('case.show')} <kbd>f</kbd>
            </button>
          )}
        </p>
        {incident !== null && (
          <p class="case-state">
            <b class={`state ${incident.state}`}>{t(`state.${incident.state}`)}</b>
            <span class={incident.danger ? `danger p${row.priority}` : 'safe'}>
              {incident.danger ? t('case.danger') : t('case.danger.over')}
            </span>
            <span>
              {t('case.owner')} {incident.owner ?? t('case.nobody')}
            </span>
            {row.unacked && asked !== null && (
              <b class={`danger p${row.priority}`}>{t('case.escalated', { role: t(`role.${asked}`) })}</b>
            )}
          </p>
        )}
      </div>
      <button
        type="button"
        class="plain close"
        aria-label={t('case.close.card')}
        title={`${t('case.close.card')} (Esc)`}
        onClick={() => {
          chosenRow.value = null
        }}
      >
        ✕
      </button>
    </header>
  )
}

/** How many of a card of many still stand, the card it came from, and the cases of those who left it. */
function Kin(props: { incident: IncidentSeen }) {
  const { incident } = props
  const off = incident.split_off ?? []
  const many = incident.subject.kind === 'port' && incident.alerts.length > 1
  if (!many && !incident.split_from && off.length === 0) return null
  return (
    <p class="kin">
      {many && (
        <b>
          {t('case.members', {
            n: membersOf(picture.value, incident).length,
            m: incident.alerts.length,
          })}
        </b>
      )}
      {incident.split_from && (
        <span>
          {t('case.split-from')} <CaseLink id={incident.split_from} />
        </span>
      )}
      {off.length > 0 && (
        <span>
          {t('case.split-off')}{' '}
          {off.map((id) => (
            <CaseLink id={id} key={id} />
          ))}
        </span>
      )}
    </p>
  )
}

/** The number of a case; one press shows it while it is on the list. */
function CaseLink(props: { id: string }) {
  const { id } = props
  if (!rows.value.some((row) => row.key === id)) return <span>{id} </span>
  return (
    <button type="button" class="link" onClick={() => choose(id)}>
      {id}
    </button>
  )
}

/** The alerts behind a row, each as it explains itself. */
function Why(props: { row: Row }) {
  const { row } = props
  const alerts = alertsOf(picture.value, row)
  if (alerts.length === 0) return null
  return (
    <section class="why">
      <h3>{t('case.why')}</h3>
      <Explained alerts={alerts} said={row.words.zh} of={row.subject} />
    </section>
  )
}

function Calls(props: { calls: readonly CallSeen[] }) {
  if (props.calls.length === 0) return null
  return (
    <section class="calls">
      <h3>{t('case.calls')}</h3>
      <ul>
        {props.calls.map((call) => (
          <li key={call.call_id}>
            {t(`call.kind.${call.kind}`)} {call.vessel ? vesselName(call.vessel) : ''}{' '}
            <b class={call.answered === false ? 'unanswered' : ''}>{answerOf(call)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function answerOf(call: CallSeen): string {
  if (call.answer) return word('answer', call.answer)
  return call.answered === false ? t('call.unanswered') : t('call.waiting')
}
