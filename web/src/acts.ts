import { signal } from '@preact/signals'
import { chosenRow, commandsOn, either, lang, me, picture, t, world } from './desk.ts'
import { type IncidentSeen, RIGHTS_URGENT, RIGHTS_USUAL, type Role, type Verb } from './generated/protocol.ts'
import { type ActRequest, HttpProblem, postAct, postCase } from './http.ts'
import { choose, isStill, nextUnacked } from './list.ts'
import { membersOf } from './world/queue.ts'

/** What a verb needs before it can be sent; the server has the last word. */
export interface Needs {
  readonly note: boolean
  readonly to: boolean
  readonly evidence: boolean
}

export function needsOf(verb: Verb): Needs {
  return {
    note: ['false-alarm', 'transfer', 'reopen', 'merge', 'split', 'call', 'note'].includes(verb),
    to: ['assign', 'transfer', 'merge', 'split'].includes(verb),
    evidence: verb === 'resolve',
  }
}

/** Verbs that one press completes; every other opens a form first. */
export function isImmediate(verb: Verb): boolean {
  return verb === 'acknowledge' || verb === 'verify'
}

/** Whether a role may do this to an incident of this priority. */
export function may(role: Role, verb: Verb, incident: IncidentSeen): boolean {
  return (incident.priority <= 2 ? RIGHTS_URGENT : RIGHTS_USUAL)[role].includes(verb)
}

export interface Sending {
  readonly incident: string
  readonly verb: Verb
  readonly requestId: string
  readonly phase: 'sending' | 'sent'
}
/** The act under way; done only when its fact comes back on the feed. */
export const sending = signal<Sending | null>(null)
/** Why the last act on an incident was not done. */
export const refusal = signal<{ readonly incident: string; readonly text: string } | null>(null)
/** The verb whose form is open. */
export const form = signal<Verb | null>(null)

world.listen((_change, fact) => {
  if (fact?.kind !== 'incident-acted' || fact.request_id !== sending.value?.requestId) return
  const { incident, verb } = sending.value
  sending.value = null
  form.value = null
  if (verb === 'split' && fact.other) choose(fact.other)
  if (verb === 'acknowledge' && chosenRow.value === incident) {
    const next = nextUnacked(incident)
    if (next !== null) choose(next.key)
  }
})

/** Send an act. A repeat after a broken line carries the same key and counts once. */
export async function act(incident: IncidentSeen, request: ActRequest): Promise<void> {
  if (!commandsOn.value || sending.value?.phase === 'sending') return
  const requestId = keyOf(incident, request)
  refusal.value = null
  sending.value = { incident: incident.incident, verb: request.verb, requestId, phase: 'sending' }
  try {
    await postAct(incident, request, requestId)
    forget()
    if (sending.value?.requestId === requestId) sending.value = { ...sending.value, phase: 'sent' }
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    sending.value = null
    if (error.status !== 0) forget()
    if (error.problem?.current) world.takeIncident(error.problem.current)
    refusal.value = { incident: incident.incident, text: sentence(error) }
  }
}

/** Make a case of a standing alert now; the row becomes the incident's when its fact comes. */
export async function openFromAlert(alert: string): Promise<void> {
  try {
    const { incident } = await postCase({ request_id: newKey(), alert })
    choose(incident)
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    refusal.value = { incident: alert, text: sentence(error) }
  }
}

function sentence(error: HttpProblem): string {
  const { problem, status } = error
  if (status === 0) return t('act.unreachable')
  if (problem?.words) return either(problem.words)
  if (problem?.code === 'stale' && problem.current) {
    return t('act.stale', { state: t(`state.${problem.current.state}`) })
  }
  return problem?.detail ?? (status === 403 ? t('act.forbidden') : error.message)
}

let remembered: { readonly what: string; readonly key: string } | null = null

/** The same act on the same version keeps its key until the server has answered. */
function keyOf(incident: IncidentSeen, request: ActRequest): string {
  const what = JSON.stringify([incident.incident, incident.version, request])
  if (remembered?.what !== what) remembered = { what, key: newKey() }
  return remembered.key
}

function forget(): void {
  remembered = null
}

/** A key nobody else draws; works without a secure context. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Start a verb on an incident as a button or key does: at once, or by its form. */
export function begin(incident: IncidentSeen, verb: Verb, byKey: boolean): void {
  const role = me.value?.role
  if (role === undefined || !incident.verbs.includes(verb) || !may(role, verb, incident)) return
  if (verb === 'split' && membersOf(picture.value, incident).length < 2) return
  if (byKey && verb === 'acknowledge' && !isStill()) {
    refusal.value = { incident: incident.incident, text: t('act.waiting.row') }
    return
  }
  if (isImmediate(verb)) void act(incident, { verb })
  else {
    refusal.value = null
    form.value = verb
  }
}

/** Chinese goes to the boat whatever the desk's language; English is added for an English desk. */
export function phraseText(zh: string, en: string): string {
  return lang.value === 'zh' ? zh : `${zh} / ${en}`
}
