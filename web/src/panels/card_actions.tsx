import { begin, form, may, openFromAlert, refusal, sending } from '../acts.ts'
import { commandsOn, lang, me, picture, t } from '../desk.ts'
import type { IncidentSeen, Verb } from '../generated/protocol.ts'
import { MAY_OPEN, ROLES } from '../generated/protocol.ts'
import { hasEnded } from '../world/picture.ts'
import { membersOf, type Row } from '../world/queue.ts'
import { ActForm } from './act_form.tsx'
import { Outside } from './realm_mark.tsx'

/** Keys of the verbs; `d r u` and every other verb with a form take a second key to send. */
export const VERB_KEYS: Record<Verb, string> = {
  acknowledge: 'a',
  verify: 'v',
  confirm: 'y',
  dispatch: 'd',
  arrive: 'h',
  control: 'o',
  resolve: 'r',
  review: 'w',
  close: 'z',
  reopen: 'u',
  'false-alarm': 'x',
  merge: 'b',
  split: 'q',
  transfer: 'p',
  call: 'c',
  note: 'i',
  assign: 's',
}

/** The way a case usually goes: its next step is the large button. */
const USUAL: readonly Verb[] = [
  'acknowledge',
  'verify',
  'confirm',
  'dispatch',
  'arrive',
  'control',
  'resolve',
  'review',
  'close',
]

/** What moves nothing comes before what ends the case another way. */
const ASIDE: readonly Verb[] = [
  'call',
  'note',
  'assign',
  'transfer',
  'split',
  'merge',
  'false-alarm',
  'reopen',
]

/** The usual next step first, then calls and notes, then the rest of the way, then its other ends. */
function place(verb: Verb, first: Verb | undefined): number {
  if (verb === first) return -1
  const aside = ASIDE.indexOf(verb)
  if (aside < 0) return 10 + USUAL.indexOf(verb)
  return aside < 3 ? aside : 30 + aside
}

/** The verbs this role may use now, the form of one, or the telephone when nothing can be sent. */
export function Actions(props: { incident: IncidentSeen }) {
  const { incident } = props
  const role = me.value?.role
  const said = refusal.value?.incident === incident.incident ? refusal.value.text : null
  if (!commandsOn.value) return <Phone />
  if (role === undefined) return null
  const parts = membersOf(picture.value, incident).length > 1
  const mine = incident.verbs.filter((verb) => may(role, verb, incident) && (verb !== 'split' || parts))
  const open = form.value !== null && mine.includes(form.value) ? form.value : null
  return (
    <footer class="actions">
      {said !== null && (
        <p class="refused" role="alert">
          {said}
        </p>
      )}
      {open !== null ? (
        <ActForm incident={incident} verb={open} key={`${incident.incident}/${open}`} />
      ) : (
        <Buttons incident={incident} verbs={mine} />
      )}
      {open === null && <Others incident={incident} mine={mine} />}
    </footer>
  )
}

/** Nothing can be sent from here: what to use instead. */
function Phone() {
  return (
    <footer class="actions off">
      <p class="phone">{t('link.phone')}</p>
      <Outside />
    </footer>
  )
}

function Buttons(props: { incident: IncidentSeen; verbs: readonly Verb[] }) {
  const { incident, verbs } = props
  const busy = sending.value?.incident === incident.incident ? sending.value : null
  const first = USUAL.find((verb) => verbs.includes(verb))
  const ordered = [...verbs].sort((a, b) => place(a, first) - place(b, first))
  return (
    <div class="buttons">
      {ordered.map((verb) => (
        <button
          type="button"
          key={verb}
          class={verb === first ? 'main' : ''}
          disabled={busy !== null}
          data-verb={verb}
          onClick={() => begin(incident, verb, false)}
        >
          {t(`verb.${verb}`)} <kbd>{VERB_KEYS[verb]}</kbd>
        </button>
      ))}
      {busy !== null && (
        <span class="busy" role="status">
          {busy.phase === 'sending' ? t('act.sending') : t('act.sent')}
        </span>
      )}
    </div>
  )
}

/** The usual next step when it is somebody else's to take. */
function Others(props: { incident: IncidentSeen; mine: readonly Verb[] }) {
  const { incident, mine } = props
  if (hasEnded(incident))
    return <p class="others">{t('case.ended', { state: t(`state.${incident.state}`) })}</p>
  const theirs = USUAL.filter((verb) => incident.verbs.includes(verb) && !mine.includes(verb))
  if (theirs.length === 0) return null
  return (
    <p class="others">
      {t('case.others')}
      {lang.value === 'zh' ? '：' : ': '}
      {theirs
        .map((verb) => `${t(`verb.${verb}`)} (${rolesFor(verb, incident)})`)
        .join(lang.value === 'zh' ? '、' : ', ')}
    </p>
  )
}

function rolesFor(verb: Verb, incident: IncidentSeen): string {
  return ROLES.filter((role) => may(role, verb, incident))
    .map((role) => t(`role.${role}`))
    .join('/')
}

/** An alert that no incident holds: the boat is being warned, or it is only listed. */
export function AlertActions(props: { row: Row }) {
  const role = me.value?.role
  if (!commandsOn.value) return <Phone />
  if (role === undefined || !MAY_OPEN.includes(role)) return null
  const said = refusal.value?.incident === props.row.key ? refusal.value.text : null
  return (
    <footer class="actions">
      {said !== null && (
        <p class="refused" role="alert">
          {said}
        </p>
      )}
      <div class="buttons">
        <button type="button" onClick={() => void openFromAlert(props.row.key)}>
          {t('case.from-alert')}
        </button>
      </div>
    </footer>
  )
}
