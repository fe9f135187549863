import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import {
  clockState,
  degraded,
  either,
  lang,
  link,
  me,
  nowMs,
  offsetH,
  palette,
  picture,
  port,
  realmKind,
  setLang,
  setPalette,
  silentMs,
  t,
  word,
  world,
} from '../desk.ts'
import { feedLook } from '../feed/freshness.ts'
import type { FeedSeen } from '../generated/protocol.ts'
import { leave } from '../shift.ts'
import { alarm, silenced, soundState } from '../sound/watch.ts'
import { PALETTES } from '../theme/tokens.ts'
import { age, clock, zoneName } from '../words/format.ts'
import type { RealmKind } from '../world/realm.ts'
import { ClockBadges, ClockControl } from './realm_clock.tsx'

/** Feeds shown as chips, as far as they have room, the sick first; how many are sick stands before them, always. */
const CHIPS = 4

export function TopBar() {
  return (
    <header class="top">
      <h1 class="port">{port.value ? either(port.value.name) : t('app.title')}</h1>
      <Realm />
      <Feeds />
      <span class="space" />
      <Sound />
      <button type="button" onClick={nextPalette} title={`${t('palette.switch')} (n)`}>
        {t(`palette.${palette.value}`)}
      </button>
      <button
        type="button"
        lang={lang.value === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLang(lang.value === 'zh' ? 'en' : 'zh')}
        title={t('lang.switch')}
      >
        {t('lang.other')}
      </button>
      <Who />
      <ClockControl />
      <Clock />
    </header>
  )
}

/** What kind of picture this is, and whether it is one of now. Never LIVE beside stale data. */
function Realm() {
  const name = (me.value?.realm ?? '').split('-').slice(1)
  const kind = realmKind.value
  const state = link.value
  return (
    <div class="badges" role="status">
      {(kind !== 'live' || state === 'live') && (
        <strong class={`badge ${kind}`}>
          {t(`realm.${kind}`)} {lang.value === 'zh' && <small>{englishRealm(kind)}</small>}{' '}
          {name.length > 0 && <small>{name.join('-')}</small>}
        </strong>
      )}
      {state === 'lost' && (
        <strong class="badge lost">{lang.value === 'zh' ? '非实时 NOT LIVE' : t('link.notlive')}</strong>
      )}
      {state === 'waiting' && <strong class="badge late">{t('link.waiting')}</strong>}
      {state === 'late' && (
        <strong class="badge late">{t('link.late', { s: Math.floor((silentMs.value ?? 0) / 1000) })}</strong>
      )}
      {state === 'live' && <ClockBadges />}
      {degraded.value && <span class="badge late">{t('link.degraded')}</span>}
    </div>
  )
}

function englishRealm(kind: RealmKind): string {
  return { live: 'LIVE', sim: 'SIMULATED', replay: 'REPLAY', drill: 'DRILL' }[kind]
}

function Feeds() {
  const feeds = useComputed(() => {
    const rank = { down: 0, suspect: 1, starting: 2, up: 3 }
    return [...picture.value.feeds.values()].sort(
      (a, b) => rank[a.state] - rank[b.state] || (a.feed < b.feed ? -1 : 1),
    )
  })
  const list = feeds.value
  const n = list.length
  const sick = link.value === 'lost' ? 0 : list.filter((feed) => feed.state !== 'up').length
  return (
    <ul class="feeds" aria-label={t('subject.feed')}>
      {list[0] && (
        <li class={`feed ${lookNow(list[0])}`}>{t(sick > 0 ? 'feed.sick' : 'feed.all', { n, sick })}</li>
      )}
      {list.slice(0, CHIPS).map((feed) => (
        <Feed key={feed.feed} feed={feed} />
      ))}
    </ul>
  )
}

function lookNow(feed: FeedSeen): string {
  return link.value === 'lost' ? 'caution' : feedLook(feed.state)
}

function Feed(props: { feed: FeedSeen }) {
  const { feed, state, age_ms, why } = props.feed
  const look = lookNow(props.feed)
  const silent = link.value === 'live' ? 0 : (silentMs.value ?? 0) * world.rate
  const old = typeof age_ms === 'number' && age_ms >= 0 ? age(age_ms + silent, lang.value) : t('feed.never')
  const title = t('feed.title', { feed, state: t(`feed.${state}`), age: old, why: why ?? '' })
  return (
    <li class={`feed ${look}`} title={title}>
      <i aria-hidden="true" />
      {feed} <b>{old}</b>
      {look !== 'quiet' && link.value !== 'lost' && <em> {t(`feed.${state}`)}</em>}
    </li>
  )
}

function Sound() {
  if (soundState.value === 'off') {
    return (
      <button
        type="button"
        class="watch-off"
        onClick={() => void alarm.start()}
        title={t('watch.start.hint')}
      >
        <span aria-hidden="true">◁ </span>
        {t('watch.start')}
      </button>
    )
  }
  if (soundState.value === 'elsewhere') return <span class="quiet-text">{t('sound.elsewhere')}</span>
  return (
    <button type="button" onClick={() => alarm.silence()} aria-pressed={silenced.value}>
      {silenced.value ? t('sound.silenced') : t('sound.silence')} <kbd>m</kbd>
    </button>
  )
}

export function nextPalette(): void {
  const next = PALETTES[(PALETTES.indexOf(palette.value) + 1) % PALETTES.length]
  if (next !== undefined) setPalette(next)
}

function Who() {
  const who = me.value
  if (who === null) return null
  return (
    <span class="who">
      {who.name} · {word('role', who.role)}{' '}
      <button type="button" class="plain" onClick={() => void leave()}>
        {t('signout')}
      </button>
    </span>
  )
}

/** The data's clock; it stands still when no data comes. The machine's own time is small beside it. */
function Clock() {
  const local = useSignal('')
  useEffect(() => {
    const tick = (): void => {
      local.value = new Date().toTimeString().slice(0, 5)
    }
    tick()
    const timer = setInterval(tick, 5_000)
    return () => clearInterval(timer)
  }, [local])
  const ms = nowMs.value
  const rateNow = clockState.value?.running ?? 1
  if (ms === 0) return <span class="clock">{t('none')}</span>
  return (
    <span class={link.value === 'lost' ? 'clock stopped' : 'clock'} data-now={ms}>
      <time dateTime={new Date(ms).toISOString()} title={t('clock.data')}>
        {link.value === 'lost' && `${t('clock.stopped')} `}
        <b>{clock(ms, offsetH.value)}</b> {zoneName(offsetH.value)} · {clock(ms, 0)} UTC
      </time>
      <small>
        {rateNow !== 1 && `×${rateNow} · `}
        {t('clock.local')} {local.value}
      </small>
    </span>
  )
}
