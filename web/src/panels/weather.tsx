import { nowMs, offsetH, picture, t, word } from '../desk.ts'
import type { WeatherChanged } from '../generated/protocol.ts'
import { dayAndClock } from '../words/format.ts'

/** What the weather service says now: each with its end, and marked once that has passed. */
export function Weather() {
  const all = [...picture.value.weather.values()]
  return (
    <>
      {all.map((one) => {
        const stale = one.stale === true || one.valid_to_ms <= nowMs.value
        const urgent = !stale && (one.what === 'typhoon' || one.what === 'warning')
        const time = dayAndClock(one.valid_to_ms, offsetH.value).slice(0, 11)
        return (
          <span
            key={`${one.source}/${one.what}`}
            class={stale ? 'figure stale' : urgent ? 'figure marked' : 'figure'}
            title={one.text ?? ''}
          >
            {stale ? <s>{told(one)}</s> : <b>{t('weather.until', { what: told(one), time })}</b>}
            {stale && <small> {t('weather.stale')}</small>}
          </span>
        )
      })}
    </>
  )
}

function told(one: WeatherChanged): string {
  const parts = [t(`weather.${one.what}`)]
  if (one.name) parts.push(one.name)
  if (one.level) parts.push(word('level', one.level))
  if (typeof one.force === 'number') parts.push(t('strip.force', { n: one.force }))
  return parts.join(' ')
}
