import { computed, effect, signal } from '@preact/signals'
import { chosenRow, flood, rows } from './desk.ts'
import type { Priority } from './world/picture.ts'
import { type Arrangement, arrange, type Line, linesOf, type Row } from './world/queue.ts'

/** The queue on screen: what is shown, in which order, and when it may move. */
export const filter = signal<ReadonlySet<Priority>>(new Set())
/** `null` = grouped only in a flood. */
const groupChoice = signal<boolean | null>(null)
export const openGroups = signal<ReadonlySet<string>>(new Set())
export const grouped = computed(() => groupChoice.value ?? flood.value)

/** How long the list keeps still after it was last touched, ms. */
const STILL_AFTER_TOUCH_MS = 8_000
/** A row must have stood still this long before a key acknowledges it (ui.md §4.1). */
const STILL_BEFORE_ACK_MS = 400

let pointerInside = false
let touchedAt = Number.NEGATIVE_INFINITY
let stillSince = 0

export const shown = signal<Arrangement>({ rows: [], order: [], waiting: [], urgent: null })
export const lines = computed<Line[]>(() => linesOf(shown.value.rows, grouped.value, openGroups.value))
export const hiddenByFilter = computed(() =>
  filter.value.size === 0
    ? 0
    : rows.value.filter((row) => !row.ended && !filter.value.has(row.priority)).length,
)

/** Put the list in order as far as it may move now. */
export function rearrange(): void {
  const wanted =
    filter.value.size === 0 ? rows.value : rows.value.filter((row) => filter.value.has(row.priority))
  const held = pointerInside || performance.now() - touchedAt < STILL_AFTER_TOUCH_MS
  const next = arrange(wanted, shown.peek().order, held)
  if (next.order.join() !== shown.peek().order.join()) stillSince = performance.now()
  shown.value = next
}

/** Show what waits, now. */
export function release(): void {
  touchedAt = Number.NEGATIVE_INFINITY
  const inside = pointerInside
  pointerInside = false
  rearrange()
  pointerInside = inside
}

export function pointer(inside: boolean): void {
  pointerInside = inside
  if (!inside) touch()
}

/** Somebody works in the list: it keeps still for a while. */
export function touch(): void {
  touchedAt = performance.now()
}

export function choose(key: string | null): void {
  if (key !== chosenRow.value) stillSince = performance.now()
  chosenRow.value = key
  touch()
}

/** Whether the chosen row has been still and in sight long enough to be acknowledged by a key. */
export function isStill(): boolean {
  return performance.now() - stillSince >= STILL_BEFORE_ACK_MS
}

export function toggleFilter(priority: Priority): void {
  const next = new Set(filter.value)
  if (!next.delete(priority)) next.add(priority)
  filter.value = next
  release()
}

export function clearFilter(): void {
  filter.value = new Set()
  release()
}

export function toggleGrouped(): void {
  groupChoice.value = !grouped.value
}

export function toggleGroup(key: string): void {
  const next = new Set(openGroups.value)
  if (!next.delete(key)) next.add(key)
  openGroups.value = next
  touch()
}

/** Move the choice by whole lines; a group is chosen by its own key. */
export function step(by: 1 | -1): void {
  const keys = lines.value.map(lineKey)
  if (keys.length === 0) return
  const at = chosenRow.value === null ? -1 : keys.indexOf(chosenRow.value)
  const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.max(0, Math.min(keys.length - 1, at + by))
  choose(keys[next] ?? null)
}

/** Choose the most urgent unacknowledged row, wherever it waits. */
export function chooseTop(): void {
  release()
  choose(rows.value.find((row) => row.unacked)?.key ?? null)
}

/** After an acknowledgement: the next row that waits for one, below first, then from the top. */
export function nextUnacked(after: string): Row | null {
  const all = shown.value.rows
  const at = all.findIndex((row) => row.key === after)
  const rest = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))]
  return rest.find((row) => row.unacked && row.key !== after) ?? null
}

export function lineKey(line: Line): string {
  return 'group' in line ? line.group.key : line.row.key
}

effect(() => {
  void rows.value
  void filter.value
  rearrange()
})
