import { type Signal, useSignal } from '@preact/signals'
import { ageMs, commandsOn, me, offsetH, picture, subjectName, t, word } from '../desk.ts'
import { type AlarmShelved, MAY_SHELVE } from '../generated/protocol.ts'
import { putBack, shelfRefusal, shelve } from '../shelves.ts'
import { dayAndClock } from '../words/format.ts'
import { type Alarm, type Row, shelvable } from '../world/queue.ts'

/** What is set aside or chatters, counted in one line that opens to the list: nothing is quiet in secret. */
export function Aside() {
  const { shelves, chatters } = picture.value
  const n = (how: string): number => shelves.filter((one) => one.how === how).length
  if (shelves.length + chatters.length === 0) return null
  return (
    <details class="aside">
      <summary>
        {t('shelf.counts', { shelved: n('shelved'), out: n('out-of-service'), chatters: chatters.length })}
      </summary>
      <ul>
        {shelves.map((one) => (
          <Shelved key={one.shelf} one={one} />
        ))}
        {chatters.map((one) => (
          <li key={`${one.rule}/${one.subject.id}/${one.t_ms}`}>
            {t('shelf.chatters', { n: one.times })} <b>{word('rule', one.rule)}</b>{' '}
            {subjectName(one.subject.kind, one.subject.id)}
          </li>
        ))}
      </ul>
      {shelfRefusal.value !== null && <p class="refused">{shelfRefusal.value}</p>}
    </details>
  )
}

function Shelved(props: { one: AlarmShelved }) {
  const { one } = props
  const out = one.how === 'out-of-service'
  const role = me.value?.role
  return (
    <li>
      {t(`shelf.${one.how}`)} <b>{one.rule ? word('rule', one.rule) : t('shelf.all')}</b>{' '}
      {subjectName(one.subject.kind, one.subject.id)}{' '}
      {t(out && ageMs.value >= one.until_ms ? 'shelf.overdue' : 'shelf.until', {
        time: dayAndClock(one.until_ms, offsetH.value),
      })}{' '}
      · {one.actor} <q>{one.note}</q>
      {out && <small>{(one.checks ?? []).join(' · ')}</small>}{' '}
      {commandsOn.value && role !== undefined && MAY_SHELVE.includes(role) && (
        <button type="button" data-return={one.shelf} onClick={() => void putBack(one)}>
          {t(out ? 'shelf.return.checked' : 'shelf.return')}
        </button>
      )}
    </li>
  )
}

const HOURS = [1, 2, 4, 8]
/** A lost feed hides boats: half an hour, then it is confirmed anew. */
const BLIND_HOURS = [0.5]

function nameOf(alarm: Alarm | undefined): string {
  return alarm === undefined ? '' : `${alarm.rule}/${alarm.subject.id}`
}

/** Which of several alarms; a dash while the one that was chosen has ended. */
function Which(props: { alarms: readonly Alarm[]; which: Signal<string> }) {
  const { alarms, which } = props
  const ended = !alarms.some((one) => nameOf(one) === which.value)
  return (
    <select
      aria-label={t('shelf.which')}
      value={which.value}
      onChange={(e) => {
        which.value = e.currentTarget.value
      }}
    >
      {ended && <option value={which.value}>{t('none')}</option>}
      {alarms.map((one) => (
        <option key={nameOf(one)} value={nameOf(one)}>
          {subjectName(one.subject.kind, one.subject.id)} · {word('rule', one.rule)}
        </option>
      ))}
    </select>
  )
}

/** Shelve an alarm of a row, never of a danger to life: which, for how long, and why. */
export function Shelve(props: { row: Row }) {
  const { row } = props
  const picked = useSignal(1)
  const note = useSignal('')
  const once = useSignal(true)
  const alarms = shelvable(picture.value, row)
  // Named, not counted: another alarm that ends meanwhile must not change what is set aside.
  const which = useSignal(nameOf(alarms[0]))
  const role = me.value?.role
  if (row.priority === 1 || row.ended || role === undefined || !MAY_SHELVE.includes(role)) return null
  const alarm = alarms.find((one) => nameOf(one) === which.value)
  if (alarms.length === 0) return null
  const offered = alarm?.rule === 'feed-lost' ? BLIND_HOURS : HOURS
  const hours = offered.includes(picked.value) ? picked.value : (offered[0] ?? 1)
  const reason = note.value.trim()
  const send = (event: SubmitEvent): void => {
    event.preventDefault()
    if (reason && alarm) void shelve(alarm, ageMs.value, hours, reason, once.value)
  }
  return (
    <details class="shelve">
      <summary>{t('shelf.do')}</summary>
      <form onSubmit={send}>
        {(alarms.length > 1 || alarm === undefined) && <Which alarms={alarms} which={which} />}
        <select
          aria-label={t('shelf.hours')}
          value={hours}
          onChange={(e) => {
            picked.value = Number(e.currentTarget.value)
          }}
        >
          {offered.map((n) => (
            <option key={n} value={n}>
              {t('shelf.for', { n })}
            </option>
          ))}
        </select>
        <label>
          <input
            type="checkbox"
            checked={once.value}
            onChange={(e) => {
              once.value = e.currentTarget.checked
            }}
          />
          {t('shelf.once')}
        </label>
        <input
          aria-label={t('shelf.note')}
          placeholder={t('shelf.note')}
          maxLength={2000}
          value={note.value}
          onInput={(e) => {
            note.value = e.currentTarget.value
          }}
        />
        <button type="submit" data-shelve={row.key} disabled={!reason || alarm === undefined}>
          {t('shelf.go', { n: hours })} <kbd>Enter</kbd>
        </button>
      </form>
      {shelfRefusal.value !== null && <p class="refused">{shelfRefusal.value}</p>}
    </details>
  )
}
