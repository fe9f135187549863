import { useSignal } from '@preact/signals'
import { clockState, commandsOn, lang, me, nowMs, offsetH, t } from '../desk.ts'
import { type ClockState, MAY_TURN } from '../generated/protocol.ts'
import { turnClock, turning, turnRefusal } from '../turning.ts'
import { clock } from '../words/format.ts'
import { isPaused, nextAt, RATES } from '../world/turns.ts'

const MINUTE_MS = 60_000

/** How the realm's clock runs, where that is not the pace of the world: paused, running ahead, slowed down. */
export function ClockBadges() {
  const state = clockState.value
  if (state === null) return null
  const slowed = { asked: whole(state.asked), running: whole(state.running) }
  return (
    <>
      {isPaused(state) && (
        <strong class="badge paused">{lang.value === 'zh' ? '已暂停 PAUSED' : 'PAUSED 已暂停'}</strong>
      )}
      {typeof state.until_ms === 'number' && (
        <strong class="badge ahead">
          {t('clock.ahead', {
            at: clock(state.until_ms, offsetH.value).slice(0, 5),
            x: whole(state.running),
          })}
        </strong>
      )}
      {state.late === true && (
        <strong class="badge late" title={t('clock.slowed.hint', slowed)}>
          {t(slowed.running === slowed.asked ? 'clock.slowed.some' : 'clock.slowed', slowed)}
        </strong>
      )}
    </>
  )
}

/** A rate as people say it: tenths, and from ten on none. */
function whole(rate: number): number {
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)
}

/** Pause, rates and running ahead, for those who may turn the clock of a simulation or drill. */
export function ClockControl() {
  const state = clockState.value
  const realm = me.value?.realm ?? ''
  const role = me.value?.role
  if (state === null || role === undefined || !MAY_TURN.includes(role)) return null
  if (realm !== 'sim' && !realm.startsWith('drill-')) return null
  const paused = isPaused(state)
  const off = turning.value || !commandsOn.value
  return (
    <div class="turn">
      <button
        type="button"
        class={paused ? 'main' : ''}
        disabled={off}
        onClick={() => void turnClock({ pause: !paused })}
      >
        <span aria-hidden="true">{paused ? '▶' : '❙❙'}</span> {t(paused ? 'clock.resume' : 'clock.pause')}
      </button>
      <details
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.open = false
        }}
      >
        <summary>
          {t('clock.turn')} ×{paused ? state.resume : state.asked}
        </summary>
        <TurnPanel state={state} off={off} />
      </details>
    </div>
  )
}

function TurnPanel(props: { state: ClockState; off: boolean }) {
  const { state, off } = props
  const at = useSignal('')
  const until = nextAt(at.value, nowMs.value, offsetH.value)
  const ahead = (ms: number): void => void turnClock({ until_ms: nowMs.value + ms })
  return (
    <div class="turn-panel">
      <fieldset disabled={off}>
        <legend>{t('clock.rate')}</legend>
        {RATES.map((rate) => (
          <button
            key={rate}
            type="button"
            aria-pressed={state.asked === rate}
            onClick={() => void turnClock({ rate })}
          >
            ×{rate}
          </button>
        ))}
      </fieldset>
      <fieldset disabled={off}>
        <legend>{t('clock.jump')}</legend>
        <button type="button" onClick={() => ahead(10 * MINUTE_MS)}>
          {t('clock.jump.minutes')}
        </button>
        <button type="button" onClick={() => ahead(60 * MINUTE_MS)}>
          {t('clock.jump.hour')}
        </button>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (until !== null) void turnClock({ until_ms: until })
          }}
        >
          <label>
            {t('clock.jump.to')}{' '}
            <input
              inputMode="numeric"
              placeholder="HH:MM"
              size={6}
              maxLength={5}
              value={at.value}
              onInput={(event) => {
                at.value = event.currentTarget.value
              }}
            />
          </label>
          <button type="submit" disabled={until === null}>
            {t('clock.jump.go')}
          </button>
        </form>
      </fieldset>
      <p>{t('clock.jump.hint')}</p>
      {turnRefusal.value !== null && (
        <p class="refused" role="alert">
          {turnRefusal.value}
        </p>
      )}
    </div>
  )
}
