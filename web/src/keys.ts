import { begin, form, refusal } from './acts.ts'
import { revealRow } from './chart.ts'
import { chosenRow, chosenVessel, keysOn, labelsOn, panel, picture, rows } from './desk.ts'
import type { Verb } from './generated/protocol.ts'
import { choose, chooseTop, lineKey, lines, step, toggleFilter, toggleGroup, toggleGrouped } from './list.ts'
import { VERB_KEYS } from './panels/card_actions.tsx'
import { nextPalette } from './panels/top_bar.tsx'
import { alarm } from './sound/watch.ts'

const VERB_OF_CODE = new Map<string, Verb>(
  Object.entries(VERB_KEYS).map(([verb, key]) => [`Key${key.toUpperCase()}`, verb as Verb]),
)

const COMMANDS: Readonly<Record<string, () => void>> = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  Enter: openChosen,
  KeyT: chooseTop,
  KeyE: () => beginChosen('note'),
  KeyF: showChosen,
  KeyG: toggleGrouped,
  KeyL: () => {
    labelsOn.value = !labelsOn.value
  },
  KeyN: nextPalette,
  KeyM: () => alarm.silence(),
  Slash: () => document.getElementById('find')?.focus(),
  Digit1: () => toggleFilter(1),
  Digit2: () => toggleFilter(2),
  Digit3: () => toggleFilter(3),
  Digit4: () => toggleFilter(4),
}

/** Hear keys of the whole page: by place on the keyboard, never while somebody types (ui.md §4.1). */
export function hearKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const run = event.code === 'Escape' ? back : isFree(event) ? commandFor(event) : undefined
    if (run === undefined) return
    if (event.code !== 'Escape') event.preventDefault()
    run()
  })
}

/** Whether a key is a command now, not somebody's typing or a button's own. */
function isFree(event: KeyboardEvent): boolean {
  if (!keysOn.value || isTyping(event.target) || panel.value === 'hand') return false
  const presses = event.code === 'Enter' || event.code === 'Space'
  return !(presses && event.target instanceof HTMLButtonElement)
}

function commandFor(event: KeyboardEvent): (() => void) | undefined {
  if (event.key === '?') return toggleHelp
  if (event.shiftKey) return undefined
  const verb = VERB_OF_CODE.get(event.code)
  return COMMANDS[event.code] ?? (verb === undefined ? undefined : () => beginChosen(verb))
}

function toggleHelp(): void {
  panel.value = panel.value === 'help' ? 'none' : 'help'
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

function beginChosen(verb: Verb): void {
  const incident = chosenRow.value === null ? undefined : picture.value.incidents.get(chosenRow.value)
  if (incident !== undefined) begin(incident, verb, true)
}

function openChosen(): void {
  const line = lines.value.find((one) => lineKey(one) === chosenRow.value)
  if (line === undefined) return
  if ('group' in line) toggleGroup(line.group.key)
  else {
    const main = document.querySelector<HTMLElement>('.card button.main')
    ;(main ?? document.querySelector<HTMLElement>('.card .actions button'))?.focus()
  }
}

function showChosen(): void {
  const row = rows.value.find((one) => one.key === chosenRow.value)
  if (row !== undefined) revealRow(row)
}

/** One step back: form, overlay, search, vessel, row. */
function back(): void {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
  if (form.value !== null) form.value = null
  else if (panel.value !== 'none') panel.value = 'none'
  else if (chosenVessel.value !== null) chosenVessel.value = null
  else choose(null)
  refusal.value = null
}
