import type { FeatureCollection } from 'geojson'
import type {
  ActDone,
  CoverageSeen,
  Evidence,
  IncidentFile,
  IncidentSeen,
  Me,
  OrderSeen,
  PeopleSeen,
  PortSeen,
  Problem,
  Track,
  Verb,
  VesselKnown,
  VoyageReported,
} from './generated/protocol.ts'

/** The server said no, or could not be reached (`status` 0); `problem` is what it said. */
export class HttpProblem extends Error {
  readonly status: number
  readonly problem: Problem | null

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`)
    this.status = status
    this.problem = problem
  }
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' }
  }
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new HttpProblem(0, null)
  }
  if (!answer.ok) throw new HttpProblem(answer.status, await problemIn(answer))
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

async function problemIn(answer: Response): Promise<Problem | null> {
  try {
    return (await answer.json()) as Problem
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}

export const signIn = (name: string, password: string): Promise<Me> =>
  call('POST', '/api/session', { name, password })
export const signOut = (): Promise<void> => call('DELETE', '/api/session')
export const whoAmI = (): Promise<Me> => call('GET', '/api/me')
export const getPort = (): Promise<PortSeen> => call('GET', '/api/port')
export const getLand = (): Promise<FeatureCollection> => call('GET', '/api/chart/land')
export const getZones = (): Promise<FeatureCollection> => call('GET', '/api/zones')
export const getCoverage = (): Promise<CoverageSeen> => call('GET', '/api/coverage')
export const getPeople = (): Promise<PeopleSeen> => call('GET', '/api/people')
export const getOrders = (): Promise<{ readonly orders: readonly OrderSeen[] }> => call('GET', '/api/orders')
export const getVessel = (id: string): Promise<VesselTold> =>
  call('GET', `/api/vessels/${encodeURIComponent(id)}`)
/** What `GET /api/vessels/{id}` adds to `VesselKnown`, as far as a screen shows it. */
export type VesselTold = VesselKnown & {
  readonly zones?: readonly string[]
  readonly terminals_heard?: readonly {
    readonly terminal: string
    readonly heard_ms: number
    readonly feed: string
  }[]
  readonly people?: { readonly aboard: readonly string[]; readonly voyage: VoyageReported | null }
}
export const getTrack = (id: string, fromMs: number, toMs: number): Promise<Track> =>
  call(
    'GET',
    `/api/vessels/${encodeURIComponent(id)}/track?from_ms=${Math.floor(fromMs)}&to_ms=${Math.ceil(toMs)}`,
  )
/** What may be asked of the realm's clock: one of these. */
export type ClockAsk = { readonly rate: number } | { readonly pause: boolean } | { readonly until_ms: number }
export const postClock = (request: ClockAsk & { readonly request_id: string }): Promise<unknown> =>
  call('POST', '/api/clock', request)
export const postWatch = (request: {
  readonly request_id: string
  readonly leaves: boolean
}): Promise<unknown> => call('POST', '/api/watch', request)
export const getIncident = (id: string): Promise<IncidentFile> =>
  call('GET', `/api/incidents/${encodeURIComponent(id)}`)

/** What a person asks for; the key makes a repeat of the same request harmless. */
export interface ActRequest {
  readonly verb: Verb
  readonly note?: string
  readonly to?: string
  readonly evidence?: readonly Evidence[]
}

/** Send an act on an incident as it was seen. */
export function postAct(incident: IncidentSeen, act: ActRequest, requestId: string): Promise<ActDone> {
  return call('POST', `/api/incidents/${encodeURIComponent(incident.incident)}/acts`, {
    ...act,
    seen_version: incident.version,
    request_id: requestId,
  })
}

/** An alarm to shelve; `rule` and subject as in its alert. */
export interface ShelfAsk {
  readonly request_id: string
  readonly rule: string
  readonly subject_kind: string
  readonly subject: string
  readonly until_ms: number
  readonly note: string
  readonly once: boolean
}
export const postShelf = (request: ShelfAsk): Promise<unknown> => call('POST', '/api/shelves', request)
export const postReturn = (
  shelf: string,
  request: { readonly request_id: string; readonly checked: readonly string[] },
): Promise<unknown> => call('POST', `/api/shelves/${encodeURIComponent(shelf)}/return`, request)

/** A case opened from a phone call. */
export interface HandCase {
  readonly request_id: string
  readonly vessel: string
  readonly kind: string
  readonly priority: number
  readonly note: string
  readonly caller: string
  readonly persons?: number
  readonly lon?: number
  readonly lat?: number
}
/** A standing alert made a case before its grace has run out. */
export interface AlertCase {
  readonly request_id: string
  readonly alert: string
}
export const postCase = (request: HandCase | AlertCase): Promise<{ incident: string }> =>
  call('POST', '/api/incidents', request)
