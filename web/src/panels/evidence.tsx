import { type Signal, useSignal } from '@preact/signals'
import { positionProof } from '../case_place.ts'
import { lang, t, word } from '../desk.ts'
import type { Evidence, IncidentSeen, Verb } from '../generated/protocol.ts'
import { answerOf } from './card.tsx'

const KINDS = ['position', 'call', 'photo', 'document'] as const

/** Pieces of proof, each of a kind; what the twin itself knows is filled in by one press. */
export function EvidenceFields(props: {
  incident: IncidentSeen
  verb: Verb
  evidence: Signal<readonly Evidence[]>
}) {
  const { incident, verb, evidence } = props
  const kind = useSignal<Evidence['kind']>(verb === 'close' ? 'waiver' : 'position')
  const text = useSignal('')
  const add = (piece: Evidence): void => {
    evidence.value = [...evidence.value, piece]
    text.value = ''
  }
  const addTyped = (): void => {
    if (text.value.trim()) add({ kind: kind.value, text: text.value.trim() })
  }
  const proof = positionProof(incident)
  const answered = (incident.calls ?? []).filter((call) => call.answer).at(-1)
  const kinds = verb === 'close' ? [...KINDS, 'waiver' as const] : KINDS
  return (
    <fieldset class="evidence">
      <legend>{t('act.evidence')}</legend>
      <ul>
        {evidence.value.map((piece, index) => (
          <li key={`${piece.kind}/${piece.text}`}>
            <b>{word('act.evidence', piece.kind)}</b> {piece.text}{' '}
            <button
              type="button"
              class="plain"
              aria-label={t('act.cancel')}
              onClick={() => {
                evidence.value = evidence.value.filter((_, at) => at !== index)
              }}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <div class="phrases">
        {proof !== null && (
          <button type="button" data-proof="position" onClick={() => add({ kind: 'position', text: proof })}>
            + {t('act.evidence.now')}
          </button>
        )}
        {answered !== undefined && (
          <button
            type="button"
            data-proof="call"
            onClick={() =>
              add({
                kind: 'call',
                text: `${answered.call_id} ${t(`call.kind.${answered.kind}`)}${lang.value === 'zh' ? '：' : ': '}${answerOf(answered)}`,
              })
            }
          >
            + {t('act.evidence.lastcall')}
          </button>
        )}
      </div>
      <div class="typed">
        <select
          value={kind.value}
          aria-label={t('act.evidence')}
          onChange={(e) => {
            kind.value = e.currentTarget.value as Evidence['kind']
          }}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`act.evidence.${one}`)}
            </option>
          ))}
        </select>
        <input
          value={text.value}
          maxLength={2000}
          aria-label={t('act.evidence.add')}
          onInput={(e) => {
            text.value = e.currentTarget.value
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing && text.value.trim()) {
              event.preventDefault()
              event.stopPropagation()
              addTyped()
            }
          }}
        />
        <button type="button" onClick={addTyped} disabled={!text.value.trim()}>
          {t('act.evidence.add')}
        </button>
      </div>
      {kind.value === 'waiver' && <small>{t('act.evidence.waiver.hint')}</small>}
    </fieldset>
  )
}
