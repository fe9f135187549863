import './theme/page.css'
import { effect } from '@preact/signals'
import { h, render } from 'preact'
import { revealVessel } from './chart.ts'
import { followCoverage } from './coverage.ts'
import { chosenRow, chosenVessel, either, lang, palette, picture, port, realmKind, t } from './desk.ts'
import { hearKeys } from './keys.ts'
import { App } from './panels/app.tsx'
import { resume } from './shift.ts'
import { alarm } from './sound/watch.ts'
import { wearPalette } from './theme/tokens.ts'

effect(() => wearPalette(palette.value, document.documentElement))
effect(() => {
  document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en'
})
effect(() => {
  const name = port.value === null ? t('app.title') : either(port.value.name)
  document.title = marked(name)
})

/** Choosing a row shows its boat; the map moves only when the boat is out of sight. */
effect(() => {
  const key = chosenRow.value
  if (key === null) return
  const { incidents, alerts } = picture.peek()
  const subject = incidents.get(key)?.subject ?? alerts.get(key)?.subject
  if (subject?.kind !== 'vessel') return
  chosenVessel.value = subject.id
  revealVessel(subject.id)
})

alarm.notify = (id) => {
  const incident = picture.peek().incidents.get(id)
  if (incident === undefined || !('Notification' in window) || Notification.permission !== 'granted') return
  new Notification(marked(either(incident.words)), { tag: id })
}

/** What leaves the page says itself that it is not real, where it is not. */
function marked(words: string): string {
  return realmKind.value === 'live' ? words : `${t(`realm.${realmKind.value}`)} · ${words}`
}

hearKeys()
followCoverage()
const page = document.getElementById('page')
if (page !== null) void resume().finally(() => render(h(App, null), page))
