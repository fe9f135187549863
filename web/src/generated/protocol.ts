// Written by `python -m api.schema` from the Python structs. Do not edit.

/** The answer to an act: the fact it became and how the incident stands after it. */
export interface ActDone {
  readonly seq: number
  readonly state: 'acknowledged' | 'closed' | 'confirmed' | 'controlled' | 'dispatched' | 'false_alarm' | 'merged' | 'on_scene' | 'open' | 'resolved' | 'reviewed' | 'transferred' | 'verifying'
  readonly version: number
}

/** An alarm that was set aside calls people again; `actor` is None where time or the danger ended it. */
export interface AlarmReturned {
  readonly kind: 'alarm-returned'
  readonly t_ms: number
  readonly shelf: string
  readonly why: 'by-hand' | 'cleared' | 'time-over' | 'worsened'
  readonly actor?: string | null
  readonly role?: string | null
  readonly note?: string
  readonly checked?: readonly string[]
}

/** A person set an alarm aside: its alerts open no case, or, out of service, are not judged. */
export interface AlarmShelved {
  readonly kind: 'alarm-shelved'
  readonly t_ms: number
  readonly shelf: string
  readonly how: 'out-of-service' | 'shelved'
  readonly rule: string | null
  readonly subject: Subject
  readonly priority: 1 | 2 | 3 | 4
  readonly until_ms: number
  readonly actor: string
  readonly role: string
  readonly note: string
  readonly once?: boolean
  readonly checks?: readonly string[]
}

/** An open alert grew or fell in priority; `words` says why now. */
export interface AlertChanged {
  readonly kind: 'alert-changed'
  readonly t_ms: number
  readonly alert: string
  readonly priority: 1 | 2 | 3 | 4
  readonly words: Words
  readonly value?: number | null
  readonly limit?: number | null
}

/** The finding has not held for its release time; the incident, if any, stays open for people. */
export interface AlertCleared {
  readonly kind: 'alert-cleared'
  readonly t_ms: number
  readonly alert: string
  readonly words: Words
  readonly incident?: string | null
}

/** A finding lasted: one open alert per (rule, subject, zone). */
export interface AlertRaised {
  readonly kind: 'alert-raised'
  readonly t_ms: number
  readonly alert: string
  readonly rule: string
  readonly subject: Subject
  readonly priority: 1 | 2 | 3 | 4
  readonly since_ms: number
  readonly words: Words
  readonly zone?: string | null
  readonly value?: number | null
  readonly limit?: number | null
  readonly unit?: string | null
  readonly lon?: number | null
  readonly lat?: number | null
  readonly incident?: string | null
  readonly source?: string
  readonly test?: boolean
  readonly other?: string | null
  readonly assumed?: Words | null
  readonly clears?: Words | null
  readonly draw?: readonly Mark[]
}

/** Late evidence shows the alert should not have been raised. */
export interface AlertRetracted {
  readonly kind: 'alert-retracted'
  readonly t_ms: number
  readonly alert: string
  readonly words: Words
  readonly incident?: string | null
}

/** An alert as a screen holds it: what `AlertRaised` said, and how it stands now. */
export interface AlertSeen {
  readonly alert: string
  readonly rule: string
  readonly subject: Subject
  readonly priority: 1 | 2 | 3 | 4
  readonly t_ms: number
  readonly since_ms: number
  readonly words: Words
  readonly state: 'active' | 'cleared' | 'retracted'
  readonly changed_ms: number
  readonly acked?: boolean
  readonly zone?: string | null
  readonly value?: number | null
  readonly limit?: number | null
  readonly unit?: string | null
  readonly lon?: number | null
  readonly lat?: number | null
  readonly incident?: string | null
  readonly source?: string
  readonly test?: boolean
  readonly other?: string | null
  readonly assumed?: Words | null
  readonly clears?: Words | null
  readonly draw?: readonly Mark[]
}

/** Who lies at a berth changed. */
export interface BerthChanged {
  readonly kind: 'berth-changed'
  readonly t_ms: number
  readonly berth: string
  readonly vessels: readonly string[]
}

/** A mooring place as the port lists it, degrees and metres. */
export interface BerthPlace {
  readonly id: string
  readonly name: Words
  readonly lon: number
  readonly lat: number
  readonly kind: 'anchorage' | 'quay'
  readonly radius_m: number
  readonly places: number
}

/** Who lies at a berth of `places` places. */
export interface BerthSeen {
  readonly berth: string
  readonly places: number
  readonly vessels: readonly string[]
}

/** A feed that is down or hides boats, and who answers for them. */
export interface BlindFeed {
  readonly feed: string
  readonly state: 'down' | 'starting' | 'suspect' | 'up'
  readonly why: string
  readonly since_ms: number
  readonly hidden: number
  readonly incident: string | null
  readonly owner: string | null
  readonly duty: 'admin' | 'director' | 'dispatcher' | 'evaluator' | 'leader' | 'officer' | 'patrol' | 'service' | 'skipper' | 'township' | 'viewer'
}

/** A boat answered a call. */
export interface CallAnswered {
  readonly kind: 'call-answered'
  readonly t_ms: number
  readonly call_id: string
  readonly vessel: string
  readonly answer: string
  readonly text?: string
  readonly incident?: string | null
  readonly late?: boolean
}

/** A call made for an incident, and what came back; `answered` is absent while nobody answered. */
export interface CallSeen {
  readonly call_id: string
  readonly kind: 'order' | 'question' | 'warning'
  readonly answered?: boolean | null
  readonly answer?: string | null
  readonly vessel?: string
}

/** A warning, question or order left for a boat; `actor` None = the machine's automatic first call. */
export interface CallSent {
  readonly kind: 'call-sent'
  readonly t_ms: number
  readonly call_id: string
  readonly vessel: string
  readonly terminal: string
  readonly call_kind: 'order' | 'question' | 'warning'
  readonly words: Words
  readonly reply_by_ms: number
  readonly alert?: string | null
  readonly incident?: string | null
  readonly actor?: string | null
  readonly order?: string | null
}

/** The reply time of a call ran out without an answer. */
export interface CallUnanswered {
  readonly kind: 'call-unanswered'
  readonly t_ms: number
  readonly call_id: string
  readonly vessel: string
  readonly incident?: string | null
}

/** One alarm was raised so many times within a minute; a person may shelve it, the machine never does. */
export interface ChatterFound {
  readonly kind: 'chatter-found'
  readonly t_ms: number
  readonly rule: string
  readonly subject: Subject
  readonly times: number
  readonly about?: string | null
}

/** `GET /api/clock`: the realm's instant, how it runs, and who turned it last. */
export interface ClockSeen {
  readonly realm: string
  readonly now_ms: number
  readonly clock: ClockState
  readonly turnable: boolean
  readonly words?: Words | null
  readonly turned?: ClockTurned | null
}

/** How a realm's clock runs, and what holds it back. */
export interface ClockState {
  readonly asked: number
  readonly running: number
  readonly resume: number
  readonly until_ms?: number | null
  readonly behind_ms?: number | null
  readonly late?: boolean
}

/** A person turned the realm's clock: how fast it runs, and the instant it runs ahead to. */
export interface ClockTurned {
  readonly kind: 'clock-turned'
  readonly t_ms: number
  readonly actor: string
  readonly role: string
  readonly request_id: string
  readonly rate: number
  readonly resume: number
  readonly until_ms?: number | null
}

/** `GET /api/coverage`: GeoJSON whose features are polygons with a `SquareRun` as properties. */
export interface CoverageSeen {
  readonly type: 'FeatureCollection'
  readonly features: readonly Readonly<Record<string, unknown>>[]
  readonly now_ms: number
  readonly lately_ms: number
  readonly feeds: readonly BlindFeed[]
  readonly boats: HiddenBoats
}

/** A case waited too long for an acknowledgement, so one more role is asked; the earlier ones stay asked. */
export interface Escalated {
  readonly kind: 'escalated'
  readonly t_ms: number
  readonly incident: string
  readonly priority: 1 | 2 | 3 | 4
  readonly step: number
  readonly to: 'dispatcher' | 'leader' | 'officer'
  readonly waited_s: number
}

/** What proves a step of the loop; `waiver` is a leader's written reason to close without the rest. */
export interface Evidence {
  readonly kind: 'call' | 'document' | 'photo' | 'position' | 'waiver'
  readonly text: string
}

/** A feed's health changed: starting, up, suspect or down; `vessels` are heard only through it. */
export interface FeedChanged {
  readonly kind: 'feed-changed'
  readonly t_ms: number
  readonly feed: string
  readonly state: 'down' | 'starting' | 'suspect' | 'up'
  readonly why: string
  readonly vessels?: number
}

/** A feed's health; `age_ms` since anything was heard through it, absent when nothing ever was. */
export interface FeedSeen {
  readonly feed: string
  readonly state: 'down' | 'starting' | 'suspect' | 'up'
  readonly age_ms?: number | null
  readonly why?: string
}

/** A seat is called more often than a person can answer; `annunciations` in the last ten minutes. */
export interface FloodBegan {
  readonly kind: 'flood-began'
  readonly t_ms: number
  readonly annunciations: number
}

/** The flood that began at `since_ms` is over. */
export interface FloodEnded {
  readonly kind: 'flood-ended'
  readonly t_ms: number
  readonly since_ms: number
}

/** The twin itself was not listening from `from_ms` until now: at a start, or through a stall. */
export interface GapNoted {
  readonly kind: 'gap-noted'
  readonly t_ms: number
  readonly from_ms: number
  readonly why: 'broker' | 'stall' | 'start'
}

/** A harbour mouth: the line between its two sides, degrees (lon, lat). */
export interface GatePlace {
  readonly id: string
  readonly name: Words
  readonly ends: readonly [readonly [number, number], readonly [number, number]]
  readonly width_m: number
  readonly source?: string
}

/** A hull crossed a harbour mouth; `length_m` as the sensor of the gate took it. */
export interface GateSeen {
  readonly kind: 'gate-passed'
  readonly t_ms: number
  readonly gate: string
  readonly direction: 'in' | 'out'
  readonly vessel?: string | null
  readonly persons?: number | null
  readonly length_m?: number | null
  readonly said_ms?: number | null
}

/** At least each second: the feed lives, and how old everything behind it is. */
export interface Heartbeat {
  readonly type: 'heartbeat'
  readonly seq: number
  readonly now_ms: number
  readonly rate: number
  readonly clock: ClockState
  readonly feeds: readonly FeedSeen[]
}

/** A boat that no working feed hears: where and when it was last seen, and through which feed. */
export interface HiddenBoat {
  readonly vessel: string
  readonly feed: string
  readonly fix_ms: number
  readonly lon: number
  readonly lat: number
  readonly moored: boolean
}

/** All such boats counted, those at sea too; `left` more are not in `shown`. */
export interface HiddenBoats {
  readonly n: number
  readonly at_sea: number
  readonly left: number
  readonly shown: readonly HiddenBoat[]
}

/** A person acted on an incident; `version` counts acts and is what the next act must have seen. */
export interface IncidentActed {
  readonly kind: 'incident-acted'
  readonly t_ms: number
  readonly incident: string
  readonly verb: string
  readonly actor: string
  readonly role: string
  readonly before: string
  readonly after: string
  readonly version: number
  readonly request_id: string
  readonly note?: string
  readonly to?: string | null
  readonly evidence?: readonly Readonly<Record<string, string>>[]
  readonly other?: string | null
  readonly call_id?: string | null
}

/** An incident and all that was done about it, in order; None once it has left the twin's memory. */
export interface IncidentFile {
  readonly incident: IncidentSeen | null
  readonly timeline: readonly Readonly<Record<string, unknown>>[]
}

/** An alert was taken into an open incident (same cause or same boat). */
export interface IncidentJoined {
  readonly kind: 'incident-joined'
  readonly t_ms: number
  readonly incident: string
  readonly alert: string
  readonly priority: 1 | 2 | 3 | 4
  readonly split_from?: string | null
}

/** A human case began: by alerts, or by hand (`actor` set; caller, persons and place as told). */
export interface IncidentOpened {
  readonly kind: 'incident-opened'
  readonly t_ms: number
  readonly incident: string
  readonly priority: 1 | 2 | 3 | 4
  readonly rule: string
  readonly subject: Subject
  readonly words: Words
  readonly alerts?: readonly string[]
  readonly actor?: string | null
  readonly role?: string | null
  readonly caller?: string | null
  readonly persons?: number | null
  readonly lon?: number | null
  readonly lat?: number | null
  readonly split_from?: string | null
}

/** An incident as a screen holds it; `verbs` are those possible in its state, whoever asks. */
export interface IncidentSeen {
  readonly incident: string
  readonly state: 'acknowledged' | 'closed' | 'confirmed' | 'controlled' | 'dispatched' | 'false_alarm' | 'merged' | 'on_scene' | 'open' | 'resolved' | 'reviewed' | 'transferred' | 'verifying'
  readonly version: number
  readonly priority: 1 | 2 | 3 | 4
  readonly rule: string
  readonly subject: Subject
  readonly words: Words
  readonly alerts: readonly string[]
  readonly opened_ms: number
  readonly called_ms: number
  readonly danger: boolean
  readonly verbs: readonly ('acknowledge' | 'arrive' | 'assign' | 'call' | 'close' | 'confirm' | 'control' | 'dispatch' | 'false-alarm' | 'merge' | 'note' | 'reopen' | 'resolve' | 'review' | 'split' | 'transfer' | 'verify')[]
  readonly calls?: readonly CallSeen[]
  readonly escalated?: number
  readonly acked_ms?: number | null
  readonly owner?: string | null
  readonly lon?: number | null
  readonly lat?: number | null
  readonly split_from?: string | null
  readonly split_off?: readonly string[]
}

/** One of many on a card came to differ and left it; what took its alerts in follows at once. */
export interface IncidentSplit {
  readonly kind: 'incident-split'
  readonly t_ms: number
  readonly incident: string
  readonly into: string
  readonly subject: Subject
  readonly alerts: readonly string[]
  readonly why: 'by-hand' | 'graver' | 'other-rule' | 'outlasts'
  readonly actor?: string | null
  readonly role?: string | null
}

/** Something a map may draw to explain an alert: places in degrees (lon, lat), radius in metres. */
export interface Mark {
  readonly shape: 'circle' | 'line' | 'point'
  readonly places: readonly (readonly [number, number])[]
  readonly radius_m?: number | null
}

/** Who is signed in. */
export interface Me {
  readonly name: string
  readonly role: 'admin' | 'director' | 'dispatcher' | 'evaluator' | 'leader' | 'officer' | 'patrol' | 'service' | 'skipper' | 'township' | 'viewer'
  readonly realm: string
  readonly port: string
}

/** Where the map opens: degrees and a Web Mercator zoom. */
export interface OpenAt {
  readonly lon: number
  readonly lat: number
  readonly zoom: number
}

/** An order stands no more: a person ended it, another took its place, or its time is over (no actor). */
export interface OrderEnded {
  readonly kind: 'order-ended'
  readonly t_ms: number
  readonly order: string
  readonly order_kind: string
  readonly why: string
  readonly actor?: string | null
  readonly role?: string | null
}

/** An order stands: boats recalled, the port in another state, or boats moved (domain.md §2.3.12). */
export interface OrderGiven {
  readonly kind: 'order-given'
  readonly t_ms: number
  readonly order: string
  readonly order_kind: string
  readonly to_ms: number
  readonly actor: string
  readonly role: string
  readonly note: string
  readonly words: Words
  readonly vessels?: readonly string[]
  readonly everyone?: boolean
  readonly state?: string | null
  readonly zone?: string | null
}

/** An order that stands: whom it is for, by when, and how far it has been told. */
export interface OrderSeen {
  readonly order: string
  readonly order_kind: string
  readonly t_ms: number
  readonly to_ms: number
  readonly actor: string
  readonly role: string
  readonly note: string
  readonly words: Words
  readonly waiting: number
  readonly unreached: readonly string[]
  readonly overdue: boolean
  readonly vessels?: readonly string[]
  readonly everyone?: boolean
  readonly state?: string | null
  readonly zone?: string | null
}

/** The ledger: registered = ashore + aboard (in port) + at_sea + unknown; the first roll-call's end. */
export interface PeopleSeen {
  readonly ashore: number
  readonly aboard: number
  readonly at_sea: number
  readonly unknown: number
  readonly registered: number
  readonly roll_call_ms: number
}

/** A permit stands for boats and a time: the named rules do not speak of them (domain.md §2.3.12). */
export interface PermitGranted {
  readonly kind: 'permit-granted'
  readonly t_ms: number
  readonly permit: string
  readonly vessels: readonly string[]
  readonly permit_kind: string
  readonly from_ms: number
  readonly to_ms: number
  readonly actor: string
  readonly role: string
  readonly note: string
  readonly zone?: string | null
}

/** The ledger of people changed: ashore, aboard (of `vessel`) or unknown; `said_ms` the muster's time. */
export interface PersonMoved {
  readonly kind: 'person-moved'
  readonly t_ms: number
  readonly person: string
  readonly state: 'aboard' | 'ashore' | 'unknown'
  readonly vessel?: string | null
  readonly registered?: boolean
  readonly said_ms?: number | null
}

/** The port as a screen needs it; `box` is west, south, east, north in degrees. */
export interface PortSeen {
  readonly id: string
  readonly name: Words
  readonly lon: number
  readonly lat: number
  readonly box: readonly [number, number, number, number]
  readonly realm: string
  readonly utc_offset_h: number
  readonly gates: readonly GatePlace[]
  readonly stations: readonly StationPlace[]
  readonly berths: readonly BerthPlace[]
  readonly open_at: OpenAt
}

/** Columns of `n` vessels: 1/600000 degree, 0.1 kn (1023 none), 0.1 deg (3600 none), deg (511 none). */
export interface Positions {
  readonly type: 'positions'
  readonly full: boolean
  readonly pos_seq: number
  readonly now_ms: number
  readonly n: number
  readonly number: readonly number[]
  readonly lon: readonly number[]
  readonly lat: readonly number[]
  readonly sog: readonly number[]
  readonly cog: readonly number[]
  readonly hdg: readonly number[]
  readonly age: readonly number[]
  readonly interval: readonly number[]
  readonly state: readonly number[]
  readonly kind: readonly number[]
  readonly degraded?: boolean
}

/** Problem details (RFC 9457); `words`: the sentence in both languages; `current`: what stands now. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code?: string | null
  readonly words?: Words | null
  readonly current?: IncidentSeen | null
}

/** Wind radii in kilometres by quadrant for one Beaufort force. */
export interface QuadrantRadii {
  readonly force: number
  readonly ne_km: number
  readonly se_km: number
  readonly sw_km: number
  readonly nw_km: number
}

/** The newest value of one quantity of one station; `t_ms` is the station's own time, UTC ms. */
export interface ReadingSeen {
  readonly station: string
  readonly quantity: string
  readonly value: number
  readonly unit: string
  readonly t_ms: number
  readonly state?: string
}

/** New station values: rows of station, quantity, value, unit, t_ms. */
export interface Readings {
  readonly type: 'readings'
  readonly now_ms: number
  readonly rows: readonly (readonly [string, string, number, string, number])[]
}

/** A person's command was refused; the sentence says why and what to do next. */
export interface Refused {
  readonly kind: 'refused'
  readonly t_ms: number
  readonly request_id: string
  readonly actor: string
  readonly verb: string
  readonly code: 'conflict' | 'forbidden' | 'invalid' | 'stale' | 'unknown'
  readonly words: Words
  readonly incident?: string | null
  readonly version?: number | null
}

/** The whole picture as of fact `as_of`; positions follow in their own frame. */
export interface Snapshot {
  readonly type: 'snapshot'
  readonly as_of: number
  readonly now_ms: number
  readonly vessels: readonly VesselKnown[]
  readonly alerts: readonly AlertSeen[]
  readonly incidents: readonly IncidentSeen[]
  readonly feeds: readonly FeedSeen[]
  readonly stations: readonly ReadingSeen[]
  readonly people: PeopleSeen
  readonly berths: readonly BerthSeen[]
  readonly weather?: readonly WeatherChanged[]
  readonly flood_ms?: number
  readonly chatters?: readonly ChatterFound[]
  readonly shelves?: readonly AlarmShelved[]
  readonly orders?: readonly OrderSeen[]
  readonly zones_version?: number
}

/** A distress message is stored; its receipt goes to the terminal after commit. */
export interface SosHeard {
  readonly kind: 'sos-heard'
  readonly t_ms: number
  readonly event_id: string
  readonly terminal: string
  readonly vessel: string
  readonly sos_kind: string
  readonly said_ms: number
  readonly test?: boolean
  readonly late?: boolean
  readonly lon?: number | null
  readonly lat?: number | null
  readonly text?: string | null
}

/** What is heard in squares of the chart side by side; `heard_ms` their newest fix, -1 none. */
export interface SquareRun {
  readonly hearing: 'blind' | 'heard' | 'partly' | 'unheard'
  readonly hidden: number
  readonly heard_ms: number
}

/** A shore station as the port lists it; `period_s` is the expected seconds between reports. */
export interface StationPlace {
  readonly id: string
  readonly name: Words
  readonly lon: number
  readonly lat: number
  readonly quantities: readonly string[]
  readonly period_s: number
  readonly marks_m?: readonly number[]
  readonly source?: string
}

/** A typhoon's centre at an instant: degrees, wind in m/s, pressure in hPa, radii by force. */
export interface StormPoint {
  readonly t_ms: number
  readonly lon: number
  readonly lat: number
  readonly wind_mps: number
  readonly pressure_hpa?: number | null
  readonly radii?: readonly QuadrantRadii[]
}

/** Whom an alert or incident is about; `id` is `unknown` for a caller nobody could name. */
export interface Subject {
  readonly kind: 'berth' | 'feed' | 'person' | 'port' | 'station' | 'vessel'
  readonly id: string
}

/** Where a vessel has been: columns in degrees and knots, oldest first. */
export interface Track {
  readonly vessel: string
  readonly t_ms: readonly number[]
  readonly lon: readonly number[]
  readonly lat: readonly number[]
  readonly sog_kn: readonly (number | null)[]
}

/** A vessel has entered the fleet, or its identity or claims changed; `number` is dense and never reused. */
export interface VesselKnown {
  readonly kind: 'vessel-known'
  readonly t_ms: number
  readonly vessel: string
  readonly number: number
  readonly name: Words
  readonly registered: boolean
  readonly vessel_class: string
  readonly gear?: string
  readonly terminals?: readonly string[]
  readonly mmsi?: string | null
  readonly callsign?: string | null
  readonly length_m?: number | null
  readonly beam_m?: number | null
  readonly rated_persons?: number | null
  readonly wind_class?: number | null
  readonly home_port?: string | null
  readonly skipper?: string | null
  readonly township?: string | null
  readonly draught_m?: number | null
  readonly group?: string | null
  readonly pair?: string | null
}

/** A skipper reported a departure or an arrival with the crew aboard. */
export interface VoyageReported {
  readonly kind: 'voyage-reported'
  readonly t_ms: number
  readonly vessel: string
  readonly what: 'arrival' | 'departure'
  readonly crew?: readonly string[]
  readonly planned_return_ms?: number | null
  readonly gear?: string | null
  readonly area?: string | null
  readonly said_ms?: number | null
}

/** Somebody touched a console on watch, or left it; at most once a minute a person. */
export interface WatchKept {
  readonly kind: 'watch-kept'
  readonly t_ms: number
  readonly actor: string
  readonly role: string
  readonly leaves?: boolean
}

/** New weather replaced the old of the same source and kind, or what stood has run out (`stale`). */
export interface WeatherChanged {
  readonly kind: 'weather-changed'
  readonly t_ms: number
  readonly source: string
  readonly what: 'forecast' | 'typhoon' | 'warning'
  readonly issued_ms: number
  readonly valid_to_ms: number
  readonly valid_from_ms?: number | null
  readonly stale?: boolean
  readonly force?: number | null
  readonly level?: string | null
  readonly name?: string | null
  readonly text?: string | null
  readonly track?: readonly StormPoint[]
}

/** First frame: which history this is, and whether what was missed follows or a snapshot does. */
export interface Welcome {
  readonly type: 'welcome'
  readonly epoch: string
  readonly seq: number
  readonly resumed: boolean
  readonly realm: string
  readonly now_ms: number
  readonly rate: number
  readonly clock: ClockState
  readonly name: string
  readonly role: 'admin' | 'director' | 'dispatcher' | 'evaluator' | 'leader' | 'officer' | 'patrol' | 'service' | 'skipper' | 'township' | 'viewer'
}

/** The same sentence in both languages. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** A zone was drawn or changed; `geometry` is GeoJSON in degrees. */
export interface ZoneChanged {
  readonly kind: 'zone-changed'
  readonly t_ms: number
  readonly zone: string
  readonly version: number
  readonly actor: string
  readonly geometry: Readonly<Record<string, unknown>>
  readonly properties: Readonly<Record<string, unknown>>
}

export type Fact =
  | AlarmReturned
  | AlarmShelved
  | AlertChanged
  | AlertCleared
  | AlertRaised
  | AlertRetracted
  | BerthChanged
  | CallAnswered
  | CallSent
  | CallUnanswered
  | ChatterFound
  | ClockTurned
  | Escalated
  | FeedChanged
  | FloodBegan
  | FloodEnded
  | GapNoted
  | GateSeen
  | IncidentActed
  | IncidentJoined
  | IncidentOpened
  | IncidentSplit
  | OrderEnded
  | OrderGiven
  | PermitGranted
  | PersonMoved
  | Refused
  | SosHeard
  | VesselKnown
  | VoyageReported
  | WatchKept
  | WeatherChanged
  | ZoneChanged

export type FactFrame = Fact & { readonly type: 'fact'; readonly seq: number }

export type Frame =
  | FactFrame
  | Heartbeat
  | Positions
  | Readings
  | Snapshot
  | Welcome

export const ROLES = ['viewer', 'officer', 'dispatcher', 'leader', 'director', 'evaluator', 'patrol', 'skipper', 'township', 'service', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const VERBS = ['acknowledge', 'verify', 'confirm', 'dispatch', 'arrive', 'control', 'resolve', 'review', 'close', 'reopen', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'] as const
export type Verb = (typeof VERBS)[number]

export const INCIDENT_STATES = ['open', 'acknowledged', 'verifying', 'confirmed', 'dispatched', 'on_scene', 'controlled', 'resolved', 'reviewed', 'closed', 'false_alarm', 'merged', 'transferred'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

export const FIX_STATES = ['none', 'under-way', 'moored', 'cannot-tell', 'off-in-port', 'late', 'dark'] as const
export type FixState = (typeof FIX_STATES)[number]

export const TERMINAL_KINDS = ['ais-a', 'ais-b', 'beidou', 'cell', 'rfid', 'radar', 'wearable', 'manual'] as const
export type TerminalKind = (typeof TERMINAL_KINDS)[number]

export const ANSWER_WORDS = ['received', 'complying', 'unable', 'need-help'] as const
export type AnswerWord = (typeof ANSWER_WORDS)[number]

export const DOUBTFUL = 16

export const PERMITTED_SILENCE = 32

export const MAY_SHELVE: readonly Role[] = ['officer', 'dispatcher', 'leader', 'admin']

export const MAY_TURN: readonly Role[] = ['director', 'admin']

export const MAY_OPEN: readonly Role[] = ['officer', 'dispatcher', 'leader', 'patrol']

/** Who stands the watch: their consoles tell when they are touched. */

export const MAY_WATCH: readonly Role[] = ['officer', 'dispatcher', 'leader']

export const RIGHTS_URGENT: Readonly<Record<Role, readonly Verb[]>> = {
  viewer: [],
  officer: ['acknowledge', 'verify', 'confirm', 'split', 'call', 'note'],
  dispatcher: ['acknowledge', 'verify', 'confirm', 'dispatch', 'control', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  leader: ['acknowledge', 'verify', 'confirm', 'dispatch', 'arrive', 'control', 'resolve', 'review', 'close', 'reopen', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  director: [],
  evaluator: [],
  patrol: ['arrive', 'control', 'note'],
  skipper: [],
  township: [],
  service: [],
  admin: [],
}

export const VERBS_URGENT: Readonly<Record<IncidentState, readonly Verb[]>> = {
  open: ['acknowledge', 'false-alarm', 'merge', 'split', 'call', 'note', 'assign'],
  acknowledged: ['verify', 'confirm', 'dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  verifying: ['confirm', 'dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  confirmed: ['dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  dispatched: ['arrive', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  on_scene: ['control', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  controlled: ['resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  resolved: ['review', 'reopen', 'split', 'call', 'note', 'assign'],
  reviewed: ['close', 'reopen', 'split', 'call', 'note', 'assign'],
  closed: ['reopen', 'note'],
  false_alarm: ['reopen', 'note'],
  merged: ['note'],
  transferred: ['reopen', 'note'],
}

export const RIGHTS_USUAL: Readonly<Record<Role, readonly Verb[]>> = {
  viewer: [],
  officer: ['acknowledge', 'verify', 'confirm', 'false-alarm', 'split', 'call', 'note'],
  dispatcher: ['acknowledge', 'verify', 'confirm', 'dispatch', 'control', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  leader: ['acknowledge', 'verify', 'confirm', 'dispatch', 'arrive', 'control', 'resolve', 'review', 'close', 'reopen', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  director: [],
  evaluator: [],
  patrol: ['arrive', 'control', 'note'],
  skipper: [],
  township: [],
  service: [],
  admin: [],
}

export const VERBS_USUAL: Readonly<Record<IncidentState, readonly Verb[]>> = {
  open: ['acknowledge', 'false-alarm', 'merge', 'split', 'call', 'note', 'assign'],
  acknowledged: ['verify', 'confirm', 'dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  verifying: ['confirm', 'dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  confirmed: ['dispatch', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  dispatched: ['arrive', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  on_scene: ['control', 'resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  controlled: ['resolve', 'false-alarm', 'merge', 'split', 'transfer', 'call', 'note', 'assign'],
  resolved: ['review', 'close', 'reopen', 'split', 'call', 'note', 'assign'],
  reviewed: ['close', 'reopen', 'split', 'call', 'note', 'assign'],
  closed: ['reopen', 'note'],
  false_alarm: ['reopen', 'note'],
  merged: ['note'],
  transferred: ['reopen', 'note'],
}
