import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import {
  ageMs,
  chosenRow,
  either,
  flood,
  lang,
  link,
  nowMs,
  offsetH,
  picture,
  rows,
  snapshots,
  subjectName,
  t,
  word,
} from '../desk.ts'
import {
  choose,
  clearFilter,
  grouped,
  hiddenByFilter,
  lineKey,
  lines,
  openGroups,
  pointer,
  release,
  shown,
  toggleGroup,
  toggleGrouped,
} from '../list.ts'
import { age, clock } from '../words/format.ts'
import { askedToo, type Group, isOverdue, membersOf, ROWS_SHOWN, type Row } from '../world/queue.ts'
import { Aside } from './aside.tsx'
import { AlertIcon, type Mark } from './icons.tsx'
import { Orders } from './orders.tsx'

export function Queue() {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const key = chosenRow.value
    if (key !== null)
      list.current?.querySelector(`[id="${optionId(key)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosenRow.value])
  return (
    <section class="queue" aria-label={t('queue.title')}>
      <Head />
      <Orders />
      <Aside />
      {flood.value && (
        <p class="flood">
          {t('queue.flood', { raw: picture.value.raisedMs.length, n: lines.value.length })}{' '}
          <button type="button" onClick={toggleGrouped}>
            {grouped.value ? t('queue.ungroup') : t('queue.group')} <kbd>g</kbd>
          </button>
        </p>
      )}
      {lines.value.length === 0 ? <Nothing /> : <Lines list={list} />}
    </section>
  )
}

/** A row of fixed height: what waits appears here, so that nothing below it moves. */
function Head() {
  const { waiting, urgent } = shown.value
  if (urgent !== null) {
    return (
      <button type="button" class={`head urgent p${urgent.priority}`} onClick={() => takeUrgent(urgent)}>
        <AlertIcon priority={urgent.priority} mark="speaker" />
        <span>
          <b>{title(urgent)}</b> {subjectName(urgent.subject.kind, urgent.subject.id)}
        </span>
        <kbd>t</kbd>
      </button>
    )
  }
  if (waiting.length > 0) {
    return (
      <button type="button" class="head waiting" onClick={release}>
        {t('queue.waiting', { n: waiting.length })}
      </button>
    )
  }
  return (
    <div class="head">
      <h2>{t('queue.title')}</h2>
      {hiddenByFilter.value > 0 && (
        <button type="button" class="plain" onClick={clearFilter}>
          {t('queue.filtered', { n: hiddenByFilter.value })} · {t('queue.filtered.clear')}
        </button>
      )}
      <small>{nowMs.value > 0 && t('queue.checked', { time: clock(nowMs.value, offsetH.value) })}</small>
    </div>
  )
}

function takeUrgent(row: Row): void {
  release()
  choose(row.key)
}

/** An empty list says why it is empty. */
function Nothing() {
  if (snapshots.value === 0) return <p class="nothing">{t('queue.loading')}</p>
  const down = [...picture.value.feeds.values()]
    .filter((feed) => feed.state === 'down')
    .map((feed) => feed.feed)
  const time = clock(nowMs.value, offsetH.value)
  return (
    <div class="nothing">
      {hiddenByFilter.value > 0 && rows.value.length > 0 ? (
        <p>{t('queue.filtered', { n: hiddenByFilter.value })}</p>
      ) : (
        <p>
          {t('queue.none')} ·{' '}
          {link.value === 'lost' ? t('queue.not-live', { time }) : t('queue.checked', { time })}
        </p>
      )}
      {down.length > 0 && <p class="doubt">{t('queue.source-down', { feeds: down.join('、') })}</p>}
    </div>
  )
}

function Lines(props: { list: RefObject<HTMLDivElement | null> }) {
  const all = lines.value
  const chosen = chosenRow.value
  return (
    <>
      <div
        class="lines"
        ref={props.list}
        role="listbox"
        tabIndex={0}
        aria-label={t('queue.title')}
        aria-activedescendant={chosen === null ? undefined : optionId(chosen)}
        onPointerEnter={() => pointer(true)}
        onPointerLeave={() => pointer(false)}
      >
        {all
          .slice(0, ROWS_SHOWN)
          .map((line) =>
            'group' in line ? (
              <GroupLine key={lineKey(line)} group={line.group} />
            ) : (
              <RowLine key={lineKey(line)} row={line.row} member={line.member} />
            ),
          )}
      </div>
      {all.length > ROWS_SHOWN && <p class="more">{t('queue.more', { n: all.length - ROWS_SHOWN })}</p>}
    </>
  )
}

function GroupLine(props: { group: Group }) {
  const { group } = props
  const unacked = group.rows.filter((row) => row.unacked)
  const oldest = Math.min(...group.rows.map((row) => row.sinceMs))
  const worst = group.rows[0]
  const open = openGroups.value.has(group.key)
  const asks = worst?.incident !== null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the whole list (src/keys.ts)
    <div
      tabIndex={-1}
      id={optionId(group.key)}
      role="option"
      aria-selected={chosenRow.value === group.key}
      class={`line group ${unacked.length > 0 ? `unacked p${group.priority}` : ''}`}
      onClick={() => {
        choose(group.key)
        toggleGroup(group.key)
      }}
    >
      <AlertIcon priority={group.priority} mark={unacked.length > 0 ? 'speaker' : asks ? 'seen' : 'none'} />
      <span class="what">
        <b>
          {word('rule', group.rule)} ×{group.rows.length} <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        </b>
        {worst !== undefined && <small>{sentence(worst)}</small>}
      </span>
      <span class="when">
        <b>{age(ageMs.value - oldest, lang.value)}</b>
        <small>{unacked.length > 0 ? t('queue.unacked', { n: unacked.length }) : groupState(group)}</small>
      </span>
    </div>
  )
}

/** How many cases there are, or what was done about rows that ask nobody. */
function groupState(group: Group): string {
  const worst = group.rows[0]
  return worst === undefined || worst.incident !== null
    ? t('queue.members', { n: group.rows.length })
    : stateOf(worst)
}

function RowLine(props: { row: Row; member: boolean }) {
  const { row } = props
  const classes = ['line']
  if (row.unacked) classes.push('unacked', `p${row.priority}`)
  if (row.ended) classes.push('ended')
  if (props.member) classes.push('member')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the whole list (src/keys.ts)
    <div
      tabIndex={-1}
      id={optionId(row.key)}
      role="option"
      aria-selected={chosenRow.value === row.key}
      class={classes.join(' ')}
      onClick={() => choose(row.key)}
    >
      <AlertIcon priority={row.priority} mark={markOf(row)} quiet={row.ended} />
      <span class="what">
        <b>{title(row)}</b>
        <small>{sentence(row)}</small>
      </span>
      <span class="when">
        <b>{age(ageMs.value - row.sinceMs, lang.value)}</b>
        <small>{stateOf(row)}</small>
      </span>
    </div>
  )
}

function title(row: Row): string {
  const test = row.alert?.test ? `${t('alert.test')} ` : ''
  const many =
    row.incident !== null && row.subject.kind === 'port' ? membersOf(picture.value, row.incident).length : 0
  return test + word('rule', row.rule) + (many > 1 ? ` ×${many}` : '')
}

/** What happened to whom; the name is put in front only when the sentence does not say it. */
function sentence(row: Row): string {
  const name = subjectName(row.subject.kind, row.subject.id)
  const words = either(row.words)
  return words.includes(name) || words.includes(row.subject.id) ? words : `${name} · ${words}`
}

function markOf(row: Row): Mark {
  if (row.unacked) return 'speaker'
  if (row.incident === null) return 'none'
  if (['dispatched', 'on_scene', 'transferred'].includes(row.incident.state)) return 'sent'
  return row.incident.danger ? 'seen' : 'over'
}

function stateOf(row: Row): string {
  if (row.incident === null) {
    if (row.priority === 4) return t('alert.listed')
    return row.subject.kind === 'vessel' ? t('alert.auto') : t('alert.watched')
  }
  const state = t(`state.${row.incident.state}`)
  if (row.unacked && !row.incident.danger && row.incident.alerts.length > 0)
    return `${t('queue.over')} ${state}`
  const asked = askedToo(row.incident)
  if (row.unacked && asked !== null) return `${t('case.escalated', { role: t(`role.${asked}`) })}`
  if (isOverdue(row, ageMs.value)) return `${t('queue.overdue')} ${state}`
  const owner = row.incident.owner
  return owner ? `${owner} ${state}` : state
}

/** Ids of the page may hold no blanks. */
function optionId(key: string): string {
  return `row-${key.replace(/[^\w-]/g, '_')}`
}
