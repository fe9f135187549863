import type { ComponentChildren } from 'preact'
import { phraseText } from '../acts.ts'
import { nearest } from '../case_place.ts'
import { ageMs, either, lang, picture, rows, subjectName, t, word } from '../desk.ts'
import type { IncidentSeen, Verb } from '../generated/protocol.ts'
import { age } from '../words/format.ts'
import { say } from '../words/index.ts'
import { membersOf } from '../world/queue.ts'
import { Outside } from './realm_mark.tsx'

/** What can be said to a boat by one choice. */
export const PHRASES = [
  'phrase.return',
  'phrase.leave',
  'phrase.report',
  'phrase.safe',
  'phrase.terminal',
  'phrase.sos',
  'phrase.harbour',
] as const
const CALL_KINDS = ['warning', 'question', 'order'] as const
const AUTHORITIES = ['transfer.msar', 'transfer.coastguard', 'transfer.fire'] as const

export function Text(props: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="field">
      <span>{props.label}</span>
      {props.children}
    </label>
  )
}

type Field = { value: string }

export function CallFields(props: { note: Field; to: Field }) {
  return (
    <>
      <fieldset class="choices">
        <legend>{t('act.call.kind')}</legend>
        {CALL_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="call-kind"
              checked={props.to.value === kind}
              onChange={() => {
                props.to.value = kind
              }}
            />
            {t(`call.kind.${kind}`)}
          </label>
        ))}
      </fieldset>
      <select
        aria-label={t('act.call.bank')}
        onChange={(e) => {
          const key = PHRASES.find((one) => one === e.currentTarget.value)
          if (key !== undefined) props.note.value = phraseText(say('zh', key), say('en', key))
        }}
      >
        <option value="">{t('act.call.bank')}</option>
        {PHRASES.map((key) => (
          <option key={key} value={key}>
            {t(key)}
          </option>
        ))}
      </select>
    </>
  )
}

/** Nearest patrol and supply boats that can be seen now; a choice writes the order down. */
export function Helpers(props: { incident: IncidentSeen; note: Field }) {
  const boats = nearest(props.incident)
  if (boats.length === 0) return <p class="doubt">{t('act.dispatch.none')}</p>
  return (
    <div class="phrases" role="group" aria-label={t('act.dispatch.near')}>
      <span>{t('act.dispatch.near')}</span>
      {boats.map((boat) => (
        <button
          type="button"
          key={boat.id}
          onClick={() => {
            props.note.value = `${t('verb.dispatch')} ${boat.text}`
          }}
        >
          {boat.text} · {age(ageMs.value - boat.fixMs, lang.value)}
        </button>
      ))}
    </div>
  )
}

/** Which case, boat or authority a verb needs named. */
export function Whither(props: { incident: IncidentSeen; verb: Verb; to: Field }) {
  const { incident, verb, to } = props
  if (verb === 'merge') return <MergeInto incident={incident} to={to} />
  if (verb === 'split') return <WhichDiffers incident={incident} to={to} />
  return verb === 'transfer' ? <Authorities to={to} /> : null
}

function MergeInto(props: { incident: IncidentSeen; to: Field }) {
  const others = rows.value.filter(
    (row) => row.incident !== null && !row.ended && row.key !== props.incident.incident,
  )
  return (
    <Text label={t('act.merge.to')}>
      <select
        value={props.to.value}
        onChange={(e) => {
          props.to.value = e.currentTarget.value
        }}
      >
        <option value="">{t('none')}</option>
        {others.map((row) => (
          <option key={row.key} value={row.key}>
            {row.key} {word('rule', row.rule)} {subjectName(row.subject.kind, row.subject.id)}{' '}
            {picture.value.incidents.has(row.key) ? either(row.words) : ''}
          </option>
        ))}
      </select>
    </Text>
  )
}

/** Who still stands on a card of many, the gravest first. */
function WhichDiffers(props: { incident: IncidentSeen; to: Field }) {
  return (
    <Text label={t('act.split.who')}>
      <select
        value={props.to.value}
        onChange={(e) => {
          props.to.value = e.currentTarget.value
        }}
      >
        <option value="">{t('none')}</option>
        {membersOf(picture.value, props.incident).map((alert) => (
          <option key={alert.subject.id} value={alert.subject.id}>
            {subjectName(alert.subject.kind, alert.subject.id)} · {t(`priority.${alert.priority}`)} ·{' '}
            {either(alert.words)}
          </option>
        ))}
      </select>
    </Text>
  )
}

function Authorities(props: { to: Field }) {
  return (
    <div class="phrases" role="group" aria-label={t('act.transfer.to')}>
      {AUTHORITIES.map((key) => (
        <button
          type="button"
          key={key}
          aria-pressed={props.to.value === t(key)}
          onClick={() => {
            props.to.value = t(key)
          }}
        >
          {t(key)}
        </button>
      ))}
      <Outside />
    </div>
  )
}
