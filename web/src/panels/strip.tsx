import type { ComponentChildren } from 'preact'
import {
  ageMs,
  either,
  fleetTick,
  lang,
  offsetH,
  openTable,
  panel,
  picture,
  port,
  snapshots,
  t,
  world,
} from '../desk.ts'
import type { FixState, PeopleSeen } from '../generated/protocol.ts'
import { age, beaufort, clock, compass, measured } from '../words/format.ts'
import { isRollCall, type ShoreValue, shoreValue } from '../world/shore.ts'
import { Weather } from './weather.tsx'

const UNDER_WAY = 1
const MOORED = 2
const CANNOT_TELL = 3
const OFF_IN_PORT = 4
const LATE = 5
const DARK = 6

/** The port at a glance: boats, people, weather, each with its age; never a bare number. */
export function Strip() {
  void fleetTick.value
  const ready = snapshots.value > 0
  const counts = world.fleet.counts()
  const count = (...states: number[]): string =>
    ready ? String(states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)) : t('none')
  const unknown = counts[CANNOT_TELL] ?? 0
  return (
    <footer class="strip">
      <Figure name={t('strip.inport')}>{count(MOORED, OFF_IN_PORT)}</Figure>
      <Figure name={t('strip.underway')}>{count(UNDER_WAY, LATE)}</Figure>
      <Unseen state="dark" name={t('strip.dark')} n={counts[DARK] ?? 0} said={count(DARK)} />
      {unknown > 0 && (
        <Unseen state="cannot-tell" name={t('strip.unknown')} n={unknown} said={`${unknown}`} />
      )}
      <People />
      <Wind />
      <Shore quantity="water-level" name={t('strip.water')} />
      <Shore quantity="visibility" name={t('strip.visibility')} />
      <Shore quantity="wave-height" name={t('strip.wave')} />
      <Weather />
      <span class="space" />
      <button
        type="button"
        class="plain"
        onClick={() => {
          panel.value = panel.value === 'help' ? 'none' : 'help'
        }}
      >
        <kbd>?</kbd> {t('strip.help')}
      </button>
    </footer>
  )
}

function Figure(props: { name: string; mark?: boolean; title?: string; children: ComponentChildren }) {
  return (
    <span class={props.mark ? 'figure marked' : 'figure'} title={props.title}>
      {props.name} <b>{props.children}</b>
    </span>
  )
}

/** Boats that nobody sees now: a press lists them. */
function Unseen(props: { state: FixState; name: string; n: number; said: string }) {
  const { state, name, n, said } = props
  if (n === 0) return <Figure name={name}>{said}</Figure>
  return (
    <button
      type="button"
      class="figure marked plain"
      title={t('strip.list')}
      onClick={() => openTable(state)}
    >
      {name} <b>{said}</b>
    </button>
  )
}

function People() {
  const people = picture.value.people
  if (people === null) return <Figure name={t('strip.people')}>{t('none')}</Figure>
  return (
    <span class="figure">
      {t('strip.people')} {t('strip.ashore')} <b>{people.ashore}</b> {t('strip.aboard')}{' '}
      <b>{people.aboard}</b> {t('strip.atsea')} <b>{people.at_sea}</b>
      <Unknown people={people} />
    </span>
  )
}

/** Who is nowhere yet: no wonder while the first roll-call runs, a warning once it should be over. */
function Unknown(props: { people: PeopleSeen }) {
  const { unknown, roll_call_ms: untilMs } = props.people
  if (unknown === 0) return null
  if (isRollCall(props.people, ageMs.value)) {
    return (
      <span title={t('strip.rollcall.hint')}>
        {' '}
        {t('strip.rollcall', { time: clock(untilMs, offsetH.value).slice(0, 5) })} <b>{unknown}</b>
      </span>
    )
  }
  return (
    <span class="marked">
      {' '}
      {t('strip.people.unknown')} <b>{unknown}</b>
    </span>
  )
}

function find(quantity: string): ShoreValue | null {
  return shoreValue(picture.value.readings, port.value?.stations ?? [], quantity, ageMs.value)
}

function Wind() {
  const wind = find('wind')
  const from = wind === null ? undefined : picture.value.readings.get(`${wind.station.id}/wind-direction`)
  const gust = find('gust')
  const text = (value: ShoreValue): string => {
    const point = from === undefined ? '' : `${compass(from.value)} `
    return `${point}${t('strip.force', { n: beaufort(value.reading.value) })} ${measured(value.reading.value, 'm/s', lang.value)}`
  }
  return (
    <>
      <Measured name={t('strip.wind')} value={wind} text={text} />
      {gust?.current && (
        <Measured
          name={t('strip.gust')}
          value={gust}
          text={(value) => measured(value.reading.value, 'm/s', lang.value)}
        />
      )}
    </>
  )
}

function Shore(props: { quantity: string; name: string }) {
  return (
    <Measured
      name={props.name}
      value={find(props.quantity)}
      text={({ reading }) => measured(reading.value, reading.unit, lang.value)}
    />
  )
}

/** A value with its age; beyond three periods a dash, and the last value grey. */
function Measured(props: { name: string; value: ShoreValue | null; text: (value: ShoreValue) => string }) {
  const { value, name } = props
  if (value === null)
    return (
      <Figure name={name} title={t('strip.nostation')}>
        {t('none')}
      </Figure>
    )
  const old = age(ageMs.value - value.reading.t_ms, lang.value)
  const from = t('strip.from', { station: either(value.station.name), age: old })
  if (!value.current) {
    return (
      <span class="figure stale" title={`${t('strip.stale', { value: props.text(value) })} (${from})`}>
        {name} <b>{t('none')}</b> <s>{props.text(value)}</s> <small>{old}</small>
      </span>
    )
  }
  return (
    <span class="figure" title={from}>
      {name} <b>{props.text(value)}</b> <small>{old}</small>
    </span>
  )
}
