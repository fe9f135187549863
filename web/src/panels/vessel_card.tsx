import type { ComponentChildren } from 'preact'
import { reveal } from '../chart.ts'
import {
  ageMs,
  chosenVessel,
  fleetTick,
  lang,
  link,
  offsetH,
  picture,
  t,
  vesselName,
  word,
  world,
  zoneName,
} from '../desk.ts'
import type { VesselKnown } from '../generated/protocol.ts'
import { shownTrack, trackMinutes } from '../track.ts'
import { type VesselFile, vesselFile } from '../vessel_file.ts'
import { age, bearing, dayAndClock, latitude, longitude } from '../words/format.ts'
import type { Fix } from '../world/fleet.ts'
import { lookOf } from '../world/symbol.ts'
import { Explained } from './explained.tsx'

/** The chosen vessel: who it is, where, and how old and how sure that is. */
export function VesselCard() {
  void fleetTick.value
  const id = chosenVessel.value
  if (id === null) return null
  const number = world.fleet.numberOf(id)
  const vessel = world.fleet.vessel(id)
  const fix = number === undefined ? null : world.fleet.fix(number)
  return (
    <aside class="vessel-card" aria-label={vesselName(id)}>
      <header>
        <h2>{vesselName(id)}</h2>
        <p>
          {id !== vesselName(id) && `${id} · `}
          {vessel && word('class', vessel.vessel_class)}
          {vessel && !vessel.registered && <b class="doubt"> {t('vessel.unregistered')}</b>}
        </p>
        <button
          type="button"
          class="plain close"
          aria-label={t('case.close.card')}
          onClick={() => {
            chosenVessel.value = null
          }}
        >
          ✕
        </button>
      </header>
      {fix === null ? <p class="doubt">{t('vessel.noposition')}</p> : <Position fix={fix} />}
      <Aboard vessel={id} />
      <TrackChoice />
      <Alerts vessel={id} />
      {vessel && <Register vessel={vessel} />}
    </aside>
  )
}

/** How many people are aboard, and who says so: the first thing a rescue asks. */
function Aboard(props: { vessel: string }) {
  const people = vesselFile.value?.vessel === props.vessel ? vesselFile.value.people : null
  if (people === null) return null
  const { aboard, voyage } = people
  return (
    <dl>
      <Item name={t('vessel.aboard')}>
        {aboard > 0 || voyage?.what === 'arrival' ? (
          <b>{t('vessel.aboard.n', { n: aboard })}</b>
        ) : (
          <span class="doubt">{t('vessel.aboard.unknown')}</span>
        )}{' '}
        {voyage !== null && (
          <small>
            {t(voyage.what === 'departure' ? 'vessel.departed' : 'vessel.arrived', {
              time: dayAndClock(voyage.said_ms ?? voyage.t_ms, offsetH.value).slice(0, 11),
            })}
          </small>
        )}
      </Item>
    </dl>
  )
}

/** The alerts that stand about the vessel, alone or as one of a pair. */
function Alerts(props: { vessel: string }) {
  const mine = [...picture.value.alerts.values()].filter(
    (alert) => alert.state === 'active' && [alert.subject.id, alert.other].includes(props.vessel),
  )
  if (mine.length === 0) return null
  return (
    <section class="why">
      <h3>{t('case.why')}</h3>
      <Explained alerts={mine} />
    </section>
  )
}

function Position(props: { fix: Fix }) {
  const { fix } = props
  const old = ageMs.value - fix.fixMs
  const look = lookOf(world.fleet.state[fix.number] ?? 0, old / 1000, fix.intervalS, link.value !== 'lost')
  return (
    <>
      <p class={`fix ${look}`}>
        <b>{t(`fix.${fix.state}`)}</b>
        {fix.doubtful && <em>{t('vessel.doubtful')}</em>}
        {fix.permitted && <em>{t('vessel.permitted')}</em>}
        <span class={look === 'filled' || look === 'moored' ? '' : 'doubt'}>
          {t('vessel.age')} {fix.older && '>'}
          {age(old, lang.value)}
        </span>
      </p>
      <dl class="figures">
        <Item name={t('vessel.sog')}>{fix.sogKn === null ? t('none') : `${fix.sogKn.toFixed(1)} kn`}</Item>
        <Item name={t('vessel.cog')}>{fix.cogDeg === null ? t('none') : bearing(fix.cogDeg)}</Item>
        <Item name={t('vessel.heading')}>
          {fix.headingDeg === null ? t('none') : bearing(fix.headingDeg)}
        </Item>
      </dl>
      <dl>
        <Item name={t('vessel.position')}>
          <button
            type="button"
            class="link"
            title={t('case.show')}
            onClick={() => reveal(fix.lon, fix.lat, 13)}
          >
            {latitude(fix.lat)} {longitude(fix.lon)}
          </button>
        </Item>
        <Item name={t('vessel.lastseen')}>
          {fix.older ? t('none') : dayAndClock(fix.fixMs, offsetH.value)}
        </Item>
        <Item name={t('vessel.source')}>{t(`kind.${fix.kind}`)}</Item>
        <Item name={t('vessel.interval')}>
          {fix.intervalS > 0 ? age(fix.intervalS * 1000, lang.value) : t('none')}
        </Item>
      </dl>
    </>
  )
}

function TrackChoice() {
  const shown = shownTrack.value
  const state =
    shown === null
      ? ''
      : shown.state === 'read'
        ? t('vessel.track.points', { n: shown.track.t_ms.length })
        : t(`vessel.track.${shown.state}`)
  return (
    <p class="track-choice" role="group" aria-label={t('vessel.track')}>
      {t('vessel.track')}
      {([30, 120] as const).map((minutes) => (
        <button
          type="button"
          key={minutes}
          aria-pressed={trackMinutes.value === minutes}
          onClick={() => {
            trackMinutes.value = minutes
          }}
        >
          {t(`vessel.track.${minutes}`)}
        </button>
      ))}
      <small>{state}</small>
    </p>
  )
}

/** What the register and the terminals say. */
function Register(props: { vessel: VesselKnown }) {
  const { vessel } = props
  const size =
    typeof vessel.length_m === 'number'
      ? `${vessel.length_m.toFixed(1)}${typeof vessel.beam_m === 'number' ? ` × ${vessel.beam_m.toFixed(1)}` : ''} m`
      : null
  const figures: [string, string | number | null | undefined][] = [
    ['MMSI', vessel.mmsi],
    [t('vessel.callsign'), vessel.callsign],
    [t('vessel.gear'), vessel.gear ? word('gear', vessel.gear) : null],
    [t('vessel.length'), size],
    [t('vessel.persons'), vessel.rated_persons],
    [
      t('vessel.wind'),
      typeof vessel.wind_class === 'number' ? t('strip.force', { n: vessel.wind_class }) : null,
    ],
    [t('vessel.skipper'), vessel.skipper],
    [t('vessel.home'), vessel.home_port],
    [t('vessel.township'), vessel.township],
  ]
  return (
    <dl class="register">
      {figures.map(
        ([name, value]) =>
          value !== null &&
          value !== undefined &&
          value !== '' && (
            <Item name={name} key={name}>
              {value}
            </Item>
          ),
      )}
      <Terminals vessel={vessel} />
    </dl>
  )
}

/** Every terminal aboard: through which feed it was last heard, and when. */
function Terminals(props: { vessel: VesselKnown }) {
  const file = vesselFile.value?.vessel === props.vessel.vessel ? vesselFile.value : null
  const names = new Set([
    ...(props.vessel.terminals ?? []),
    ...(file?.terminals ?? []).map((one) => one.terminal),
  ])
  return (
    <>
      {file !== null && file.zones.length > 0 && (
        <Item name={t('vessel.zones')}>{file.zones.map((id) => zoneName(id) ?? id).join('、')}</Item>
      )}
      {names.size > 0 && (
        <Item name={t('vessel.terminals')}>
          {[...names].map((terminal) => (
            <span class="terminal" key={terminal}>
              {terminalName(terminal)} <small>{heardWords(terminal, file)}</small>
            </span>
          ))}
        </Item>
      )}
    </>
  )
}

function heardWords(terminal: string, file: VesselFile | null): string {
  const heard = file?.terminals.find((one) => one.terminal === terminal)
  if (heard === undefined) return ''
  if (heard.heardMs < 0) return t('feed.never')
  return t('vessel.heard', { feed: heard.feed, age: age(ageMs.value - heard.heardMs, lang.value) })
}

/** `beidou:412001` as people say it. */
function terminalName(key: string): string {
  const [kind = '', id = ''] = key.split(':')
  return `${word('kind', kind)} ${id}`
}

function Item(props: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
