export type Palette = 'day' | 'dusk' | 'night'
export const PALETTES: readonly Palette[] = ['day', 'dusk', 'night']

/**
 * Colours by meaning (ui.md §4.9: OpenBridge 1.0.1 values, text tuned until axe passed). Red only for alarms;
 * grey at rest. `nochart` is where no coast is known: it must not look like open sea.
 */
export interface Tokens {
  readonly bg: string
  readonly panel: string
  readonly section: string
  readonly line: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly sea: string
  readonly land: string
  readonly coast: string
  readonly nochart: string
  readonly vessel: string
  readonly zone: string
  readonly alarm: string
  readonly alarmOn: string
  readonly alarmText: string
  readonly warning: string
  readonly warningOn: string
  readonly warningText: string
  readonly caution: string
  readonly cautionOn: string
  readonly focus: string
  readonly focusOn: string
}

export const TOKENS: Record<Palette, Tokens> = {
  day: {
    bg: '#f7f7f7',
    panel: '#fcfcfc',
    section: '#f0f0f0',
    line: '#dddddd',
    ink: '#1f1f1f',
    ink2: '#535353',
    ink3: '#666666',
    sea: '#e4e9ed',
    land: '#d3d2cc',
    coast: '#8b9296',
    nochart: '#c9cdd0',
    vessel: '#404d57',
    zone: '#5b6770',
    alarm: '#e30019',
    alarmOn: '#ffffff',
    alarmText: '#b30014',
    warning: '#fe9413',
    warningOn: '#1a1a1a',
    warningText: '#a34300',
    caution: '#ffdb42',
    cautionOn: '#3d3d3d',
    focus: '#2d548b',
    focusOn: '#ffffff',
  },
  dusk: {
    bg: '#1f1f1f',
    panel: '#2a2a2a',
    section: '#262626',
    line: '#434343',
    ink: '#e9e9e9',
    ink2: '#b9b9b9',
    ink3: '#9c9c9c',
    sea: '#1a2026',
    land: '#2b2c2a',
    coast: '#555c60',
    nochart: '#111417',
    vessel: '#93a1ab',
    zone: '#8593a0',
    alarm: '#e1000e',
    alarmOn: '#ffffff',
    alarmText: '#ff6b6b',
    warning: '#fa7d00',
    warningOn: '#000000',
    warningText: '#ff963d',
    caution: '#ffcc16',
    cautionOn: '#252525',
    focus: '#84b3ef',
    focusOn: '#10151c',
  },
  night: {
    bg: '#000000',
    panel: '#050403',
    section: '#0b0805',
    line: '#2a1d11',
    ink: '#eaa75e',
    ink2: '#c78842',
    ink3: '#a9743a',
    sea: '#03060a',
    land: '#0d0b08',
    coast: '#3a2c1b',
    nochart: '#0f0d0c',
    vessel: '#8a6536',
    zone: '#6b5230',
    alarm: '#e90f20',
    alarmOn: '#000000',
    alarmText: '#ff4d55',
    warning: '#ba5a00',
    warningOn: '#000000',
    warningText: '#e67800',
    caution: '#897300',
    cautionOn: '#000000',
    focus: '#38a784',
    focusOn: '#000000',
  },
}

/** Fill, mark on it, and text colour for each priority (1 and 2 are both red: shape tells them apart). */
export function priorityColours(
  tokens: Tokens,
  priority: 1 | 2 | 3 | 4,
): { fill: string; on: string; text: string } {
  if (priority <= 2) return { fill: tokens.alarm, on: tokens.alarmOn, text: tokens.alarmText }
  if (priority === 3) return { fill: tokens.warning, on: tokens.warningOn, text: tokens.warningText }
  return { fill: tokens.caution, on: tokens.cautionOn, text: tokens.ink }
}

/** Hand the colours to the style sheet; `data-palette` is what people and tests can read. */
export function wearPalette(palette: Palette, root: HTMLElement): void {
  root.dataset['palette'] = palette
  for (const [name, value] of Object.entries(TOKENS[palette])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value)
  }
  root.style.colorScheme = palette === 'day' ? 'light' : 'dark'
}

/** WCAG 2.2 contrast ratio of two #rrggbb colours. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
