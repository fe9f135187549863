import { counters, t } from '../desk.ts'
import { filter, toggleFilter } from '../list.ts'
import { PRIORITIES } from '../world/picture.ts'
import { AlertIcon } from './icons.tsx'

/** Unacknowledged and open, by priority: always in sight (MSC.302(87) 9.15). A press filters the list. */
export function Counters() {
  return (
    <div class="counters" role="group" aria-label={t('counter.filter')}>
      {PRIORITIES.map((priority) => {
        const count = counters.value[priority - 1] ?? { unacked: 0, all: 0 }
        const title = t('counter.title', { priority: t(`priority.${priority}`), ...count })
        return (
          <button
            type="button"
            key={priority}
            class={count.unacked > 0 ? `counter p${priority} flashing` : 'counter'}
            aria-pressed={filter.value.has(priority)}
            aria-label={title}
            title={`${title} (${priority})`}
            onClick={() => toggleFilter(priority)}
          >
            <AlertIcon
              priority={priority}
              mark={count.unacked > 0 ? 'speaker' : 'none'}
              quiet={count.all === 0}
            />
            <span class="plain-count">
              <b>{count.unacked}</b>/{count.all}
            </span>
            <small>{t(`priority.${priority}`)}</small>
          </button>
        )
      })}
      <p class="unseen" aria-live={(counters.value[0]?.unacked ?? 0) > 0 ? 'assertive' : 'polite'}>
        {PRIORITIES.map((p) =>
          t('counter.title', {
            priority: t(`priority.${p}`),
            ...(counters.value[p - 1] ?? { unacked: 0, all: 0 }),
          }),
        ).join('; ')}
      </p>
    </div>
  )
}
