import { useEffect, useRef } from 'preact/hooks'
import { expired, link, me, nowMs, offsetH, panel, picture, t } from '../desk.ts'
import { clock } from '../words/format.ts'
import { Card } from './card.tsx'
import { Counters } from './counters.tsx'
import { CaseByPhone } from './hand_case.tsx'
import { Help } from './help.tsx'
import { MapPane } from './map_pane.tsx'
import { Queue } from './queue.tsx'
import { SignIn } from './sign_in.tsx'
import { Strip } from './strip.tsx'
import { TopBar } from './top_bar.tsx'
import { Unseen } from './unseen.tsx'

/** The duty screen (ui.md §4.2). */
export function App() {
  if (me.value === null) return <SignIn again={false} />
  return (
    <div class={`desk ${link.value}`}>
      <TopBar />
      <MapPane />
      <div class="rail">
        <Counters />
        <Gap />
        <Unseen />
        <Queue />
        <Card />
      </div>
      <Strip />
      <Overlay />
      {expired.value && <SignIn again />}
    </div>
  )
}

const GAP_SHOWN_MS = 10 * 60_000

/** When the twin itself was not listening: silence in that time is nobody's fault. */
function Gap() {
  const gap = picture.value.gap
  if (gap === null || nowMs.value - gap.t_ms > GAP_SHOWN_MS) return null
  const [from, to] = [clock(gap.from_ms, offsetH.value), clock(gap.t_ms, offsetH.value)]
  return <p class="gap">{t('gap.line', { from, to, why: t(`gap.${gap.why}`) })}</p>
}

/** Help and the case by phone lie over the desk; Esc and the backdrop leave them. */
function Overlay() {
  const dialog = useRef<HTMLDialogElement>(null)
  const open = panel.value === 'help' || panel.value === 'hand'
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog
      ref={dialog}
      onClose={() => {
        if (panel.value !== 'table') panel.value = 'none'
      }}
    >
      {panel.value === 'help' && <Help />}
      {panel.value === 'hand' && <CaseByPhone />}
    </dialog>
  )
}
