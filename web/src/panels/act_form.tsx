import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { act, form, needsOf, phraseText, refusal, sending } from '../acts.ts'
import { t } from '../desk.ts'
import type { Evidence, IncidentSeen, Verb } from '../generated/protocol.ts'
import { say } from '../words/index.ts'
import { CallFields, Helpers, type PHRASES, Text, Whither } from './act_fields.tsx'
import { EvidenceFields } from './evidence.tsx'

const FIRST_PHRASE: Record<string, (typeof PHRASES)[number]> = {
  'left-zone': 'phrase.return',
  'entered-zone': 'phrase.leave',
  'crossed-zone': 'phrase.leave',
  'went-dark': 'phrase.terminal',
  sos: 'phrase.sos',
  'strong-wind': 'phrase.harbour',
}
/** What a verb needs, asked in one place; Enter sends, Esc leaves. */
export function ActForm(props: { incident: IncidentSeen; verb: Verb }) {
  const { incident, verb } = props
  const needs = needsOf(verb)
  const note = useSignal(verb === 'call' ? firstWords(incident) : '')
  const to = useSignal(verb === 'call' ? 'warning' : '')
  const evidence = useSignal<readonly Evidence[]>([])
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const card = box.current?.closest<HTMLElement>('.card')
    box.current?.querySelector<HTMLElement>('textarea, input, select')?.focus()
    // Where the form was, a keyboard goes on in its card, not at the top of the page.
    return () => card?.focus()
  }, [])
  const lacking = missing(needs, note.value, to.value, evidence.value)
  const busy = sending.value?.incident === incident.incident
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (lacking !== null || busy) return
    void act(incident, {
      verb,
      ...(note.value.trim() ? { note: note.value.trim() } : {}),
      ...(to.value ? { to: to.value } : {}),
      ...(evidence.value.length > 0 ? { evidence: evidence.value } : {}),
    })
  }
  return (
    <form class="act-form" ref={box} onSubmit={submit} onKeyDown={sendOnEnter}>
      <h3>{t(`verb.${verb}`)}</h3>
      {verb === 'call' && <CallFields note={note} to={to} />}
      {verb === 'dispatch' && <Helpers incident={incident} note={note} />}
      {verb === 'assign' && (
        <Text label={t('act.assign.to')}>
          <input
            value={to.value}
            maxLength={64}
            onInput={(e) => {
              to.value = e.currentTarget.value
            }}
          />
        </Text>
      )}
      <Whither incident={incident} verb={verb} to={to} />
      <Text
        label={
          verb === 'call' ? t('act.call.text') : needs.note ? t('act.note.required') : t('act.note.optional')
        }
      >
        <textarea
          rows={verb === 'call' ? 3 : 2}
          maxLength={2000}
          value={note.value}
          onInput={(e) => {
            note.value = e.currentTarget.value
          }}
        />
      </Text>
      {['resolve', 'close', 'note', 'control'].includes(verb) && (
        <EvidenceFields incident={incident} verb={verb} evidence={evidence} />
      )}
      {lacking !== null && <p class="lacking">{lacking}</p>}
      <div class="buttons">
        <button type="submit" class="main" disabled={lacking !== null || busy}>
          {busy ? t('act.sending') : t('act.confirm', { verb: t(`verb.${verb}`) })} <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={leave}>
          {t('act.cancel')} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  )
}

function leave(): void {
  form.value = null
  refusal.value = null
}

/** Enter sends, also from a text box; Shift+Enter makes a new line; an input method's Enter is its own. */
function sendOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  if (event.target instanceof HTMLTextAreaElement) {
    event.preventDefault()
    event.target.form?.requestSubmit()
  }
}

function missing(
  needs: ReturnType<typeof needsOf>,
  note: string,
  to: string,
  evidence: readonly Evidence[],
): string | null {
  if (needs.evidence && !evidence.some((piece) => piece.kind !== 'waiver')) return t('act.evidence.required')
  if (needs.to && !to.trim()) return t('act.lacking.to')
  return needs.note && !note.trim() ? t('act.note.required') : null
}

function firstWords(incident: IncidentSeen): string {
  const key = FIRST_PHRASE[incident.rule] ?? 'phrase.report'
  return phraseText(say('zh', key), say('en', key))
}
