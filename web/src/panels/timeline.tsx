import { caseFile, readCase } from '../case_file.ts'
import { either, lang, offsetH, subjectName, t, vesselName, word } from '../desk.ts'
import type { FactFrame, IncidentActed } from '../generated/protocol.ts'
import { clock, dayAndClock } from '../words/format.ts'
import { isKey } from '../words/index.ts'

/** Everything done, oldest first: when, who, what, with the words and the proof. */
export function Timeline() {
  const file = caseFile.value
  if (file === null) return null
  return (
    <section class="timeline">
      <h3>{t('case.timeline')}</h3>
      {file.state === 'loading' && <p>{t('case.timeline.loading')}</p>}
      {file.state === 'failed' && (
        <p class="doubt">
          {t('case.timeline.failed')}{' '}
          <button type="button" class="link" onClick={() => void readCase(file.incident)}>
            ↻
          </button>
        </p>
      )}
      <ol>
        {file.timeline.map((fact) => (
          <li key={fact.seq} data-kind={fact.kind}>
            <time title={dayAndClock(fact.t_ms, offsetH.value)}>{clock(fact.t_ms, offsetH.value)}</time>
            <span class="who-did">{whoDid(fact)}</span>
            <span class="what-done">
              {fact.kind === 'incident-acted' ? <Done fact={fact} /> : told(fact)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function whoDid(fact: FactFrame): string {
  if ('actor' in fact && fact.actor) {
    return 'role' in fact && fact.role ? `${fact.actor} ${word('role', fact.role)}` : fact.actor
  }
  if (fact.kind === 'call-answered' || fact.kind === 'call-unanswered' || fact.kind === 'sos-heard')
    return vesselName(fact.vessel)
  return t('tl.system')
}

function Done(props: { fact: IncidentActed }) {
  const { verb, note, to, before, after, evidence } = props.fact
  return (
    <>
      <b>{word('verb', verb)}</b>
      {before !== after && ` → ${word('state', after)}`}
      {to && ` ${verb === 'split' ? vesselName(to) : isKey(`call.kind.${to}`) ? word('call.kind', to) : to}`}
      {note && <q>{note}</q>}
      {evidence?.map((piece) => (
        <small class="proof" key={`${piece['kind']}/${piece['text']}`}>
          {t('act.evidence')}
          {lang.value === 'zh' ? '：' : ': '}
          {word('act.evidence', piece['kind'] ?? '')} {piece['text']}
        </small>
      ))}
    </>
  )
}

/** What an alert is about, as the record tells it; its number where the record does not. */
function named(alert: string): string {
  for (const fact of caseFile.value?.timeline ?? []) {
    if (fact.kind === 'alert-raised' && fact.alert === alert)
      return `${subjectName(fact.subject.kind, fact.subject.id)} · ${word('rule', fact.rule)}`
  }
  return alert
}

function from(card: string | null | undefined): string {
  return card ? t('tl.split-from', { card }) : ''
}

function told(fact: FactFrame): string {
  switch (fact.kind) {
    case 'alert-raised':
    case 'alert-changed':
    case 'alert-cleared':
    case 'alert-retracted':
      return t(`tl.${fact.kind}`, { words: either(fact.words) })
    case 'incident-opened':
      return t('tl.incident-opened', { words: either(fact.words) }) + from(fact.split_from)
    case 'incident-joined':
      return t('tl.incident-joined', { alert: named(fact.alert) }) + from(fact.split_from)
    case 'incident-split':
      return t(`tl.incident-split.${fact.why}`, {
        who: subjectName(fact.subject.kind, fact.subject.id),
        into: fact.into,
      })
    case 'escalated':
      return t('tl.escalated', { role: word('role', fact.to), s: fact.waited_s })
    case 'call-sent':
      return t(fact.actor ? 'tl.call-sent' : 'tl.call-auto', {
        kind: t(`call.kind.${fact.call_kind}`),
        words: either(fact.words),
      })
    case 'call-answered': {
      const said = `${word('answer', fact.answer)}${fact.text ? ` “${fact.text}”` : ''}`
      return t('tl.call-answered', { answer: said }) + (fact.late ? t('tl.call-late') : '')
    }
    case 'call-unanswered':
      return t('tl.call-unanswered')
    case 'sos-heard':
      return t('tl.sos-heard', { kind: word('sos', fact.sos_kind) })
    case 'refused':
      return t('tl.refused', { verb: word('verb', fact.verb), words: either(fact.words) })
    default:
      return t('tl.other', { kind: fact.kind })
  }
}
