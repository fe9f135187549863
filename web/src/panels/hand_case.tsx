import { useSignal } from '@preact/signals'
import { newKey } from '../acts.ts'
import { chosenVessel, either, panel, subjectName, t, world } from '../desk.ts'
import { type HandCase, HttpProblem, postCase } from '../http.ts'
import { Text } from './act_fields.tsx'
import { RealmMark } from './realm_mark.tsx'

const KINDS = ['distress', 'man-overboard', 'flooding', 'fire', 'medical'] as const

/** A case that begins with a phone call is as much a case as one raised by a rule (domain.md §2.3.14). */
export function CaseByPhone() {
  const fault = useSignal('')
  const busy = useSignal(false)
  const key = useSignal(newKey())
  const about = chosenVessel.value
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    busy.value = true
    fault.value = ''
    try {
      await postCase(requestOf(new FormData(event.currentTarget as HTMLFormElement), key.value))
      panel.value = 'none'
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      fault.value = error.problem?.words
        ? either(error.problem.words)
        : error.status === 0
          ? t('act.unreachable')
          : error.message
    } finally {
      busy.value = false
    }
  }
  return (
    <form class="hand act-form" onSubmit={(event) => void submit(event)}>
      <h2>
        <RealmMark /> {t('hand.title')}
      </h2>
      <Text label={t('hand.kind')}>
        <select name="kind">
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`sos.${kind}`)}
            </option>
          ))}
        </select>
      </Text>
      <Text label={t('hand.priority')}>
        <select name="priority">
          {([1, 2, 3] as const).map((priority) => (
            <option key={priority} value={priority}>
              {priority} {t(`priority.${priority}`)}
            </option>
          ))}
        </select>
      </Text>
      <Text label={t('hand.vessel')}>
        <input
          name="vessel"
          list="vessels-known"
          defaultValue={about ?? ''}
          placeholder={t('hand.vessel.unknown')}
        />
      </Text>
      <datalist id="vessels-known">
        {world.fleet.known.slice(0, 3000).map(
          (vessel) =>
            vessel && (
              <option key={vessel.vessel} value={vessel.vessel}>
                {subjectName('vessel', vessel.vessel)}
              </option>
            ),
        )}
      </datalist>
      <Text label={t('hand.persons')}>
        <input name="persons" type="number" min={0} max={5000} />
      </Text>
      <Text label={t('hand.caller')}>
        <input name="caller" maxLength={200} />
      </Text>
      <Text label={t('hand.position')}>
        <input name="place" placeholder="29.2000 121.9500" pattern="\s*-?[0-9.]+[\s,]+-?[0-9.]+\s*" />
      </Text>
      <Text label={t('hand.note')}>
        <textarea name="note" rows={3} maxLength={2000} required />
      </Text>
      <p class="refused" role="alert">
        {fault.value}
      </p>
      <div class="buttons">
        <button type="submit" class="main" disabled={busy.value}>
          {t('hand.go')}
        </button>
        <button
          type="button"
          onClick={() => {
            panel.value = 'none'
          }}
        >
          {t('act.cancel')} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  )
}

function requestOf(data: FormData, requestId: string): HandCase {
  const field = (name: string): string => String(data.get(name) ?? '').trim()
  const [lat, lon] = field('place')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number)
  const said = field('vessel')
  const vessel = vesselSaid(said)
  const persons = field('persons')
  return {
    vessel: vessel ?? 'unknown',
    kind: field('kind'),
    priority: Number(field('priority')),
    note: vessel === null && said ? `${said}: ${field('note')}` : field('note'),
    caller: field('caller'),
    request_id: requestId,
    ...(persons ? { persons: Number(persons) } : {}),
    ...(lat !== undefined && lon !== undefined ? { lat, lon } : {}),
  }
}

/** The vessel a caller's words name; `null` when none bears that name. */
function vesselSaid(said: string): string | null {
  const found = world.fleet.known.find(
    (one) => one !== undefined && [one.vessel, one.name.zh, one.name.en, one.mmsi].includes(said),
  )
  return said === '' ? null : (found?.vessel ?? null)
}
