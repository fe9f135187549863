import type { Priority } from '../world/picture.ts'

/** Inner marks of alert icons: unacknowledged, acknowledged, danger over, somebody sent (IEC 62923 family). */
export type Mark = 'speaker' | 'seen' | 'over' | 'sent' | 'none'

const SHAPES: Record<Priority, preact.JSX.Element> = {
  1: <rect x="2" y="2" width="20" height="20" rx="1" />,
  2: <path d="M12 1.5 23 21.5H1z" />,
  3: <circle cx="12" cy="12" r="10.2" />,
  4: <rect x="3" y="3" width="18" height="18" rx="2" />,
}

const MARKS: Record<Mark, preact.JSX.Element | null> = {
  speaker: <path d="M8 10.4h2.2L14 7.4v9.6l-3.8-3H8z" />,
  seen: <path d="M11 6.8h2v6.4h-2zM11 15h2v2.2h-2z" />,
  over: <path d="M7.4 12.2 9 10.7l2.2 2.3 4-4.6 1.6 1.4-5.5 6.4z" />,
  sent: <path d="M7 11h5.4L10.2 8.6l1.4-1.3 5 4.7-5 4.7-1.4-1.3 2.2-2.4H7z" />,
  none: null,
}

/** The shape says the priority, the mark the state; the plate behind it flashes, never the icon. */
export function AlertIcon(props: { priority: Priority; mark: Mark; quiet?: boolean; size?: number }) {
  const size = props.size ?? 22
  const shift = props.priority === 2 ? 'translate(0 2.4)' : undefined
  return (
    <svg
      class={props.quiet ? 'icon quiet' : `icon p${props.priority}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <g class="shape">{SHAPES[props.priority]}</g>
      <g class="mark" transform={shift}>
        {MARKS[props.mark]}
      </g>
    </svg>
  )
}

/** A small arrow-head as vessels are drawn, for the legend. */
export function VesselIcon(props: {
  look:
    | 'filled'
    | 'hollow'
    | 'dashed'
    | 'crossed'
    | 'unknown'
    | 'moored'
    | 'off'
    | 'ghost'
    | 'alert'
    | 'told'
    | 'selected'
}) {
  const { look } = props
  const arrow = <path d="M12 4 16.5 18h-9z" />
  return (
    <svg class={`vessel-icon ${look}`} viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      {look === 'moored' && <circle cx="12" cy="12" r="2.6" class="full" />}
      {look === 'off' && <circle cx="12" cy="12" r="2.6" />}
      {look === 'unknown' && (
        <>
          <circle cx="12" cy="12" r="7" />
          <text x="12" y="16" text-anchor="middle">
            ?
          </text>
        </>
      )}
      {look !== 'moored' && look !== 'off' && look !== 'unknown' && arrow}
      {look === 'crossed' && <path d="M5 5 19 19M19 5 5 19" />}
      {look === 'alert' && <circle cx="12" cy="12" r="10" class="ring" />}
      {look === 'told' && <circle cx="18.5" cy="5.5" r="3.6" class="told-mark" />}
      {look === 'selected' && <path d="M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5" class="frame" />}
    </svg>
  )
}
