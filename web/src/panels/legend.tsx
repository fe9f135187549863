import { useSignal } from '@preact/signals'
import { coverageOn } from '../coverage.ts'
import { t } from '../desk.ts'
import type { Key } from '../words/index.ts'
import { VesselIcon } from './icons.tsx'

const ENTRIES = [
  ['filled', 'legend.filled'],
  ['hollow', 'legend.hollow'],
  ['dashed', 'legend.dashed'],
  ['crossed', 'legend.crossed'],
  ['unknown', 'legend.unknown'],
  ['moored', 'legend.moored'],
  ['off', 'legend.off'],
  ['ghost', 'legend.ghost'],
  ['alert', 'legend.alert'],
  ['told', 'legend.told'],
  ['selected', 'legend.selected'],
] as const satisfies readonly (readonly [string, Key])[]

const HATCHES = [
  ['blind', 'legend.blind'],
  ['partly', 'legend.partly'],
  ['unheard', 'legend.unheard'],
] as const satisfies readonly (readonly [string, Key])[]

/** What each symbol says about the truth of a position. */
export function Legend() {
  const open = useSignal(false)
  return (
    <div class="legend">
      <button
        type="button"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value
        }}
      >
        {t('legend.title')} <span aria-hidden="true">{open.value ? '▾' : '▴'}</span>
      </button>
      {open.value ? (
        <ul>
          {ENTRIES.map(([look, key]) => (
            <li key={look}>
              <VesselIcon look={look} /> {t(key)}
            </li>
          ))}
          {coverageOn.value &&
            HATCHES.map(([hatch, key]) => (
              <li key={hatch}>
                <span class={`hatch ${hatch}`} aria-hidden="true" /> {t(key)}
              </li>
            ))}
        </ul>
      ) : (
        <span class="short">
          {(['filled', 'hollow', 'crossed'] as const).map((look) => (
            <span key={look}>
              <VesselIcon look={look} />{' '}
              {t(look === 'filled' ? 'fix.under-way' : look === 'hollow' ? 'fix.late' : 'fix.dark')}
            </span>
          ))}
          {coverageOn.value && (
            <span>
              <span class="hatch blind" aria-hidden="true" /> {t('legend.blind')}
            </span>
          )}
        </span>
      )}
    </div>
  )
}
