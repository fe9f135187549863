/** How far the vessel card reaches over the chart from its left edge (`.vessel-card` of page.css), CSS pixels. */
const CARD_PX = 310
/** A ring and its name stand free of an edge from here on, CSS pixels. */
const EDGE_PX = 40

/** What of a chart so wide is left free around a place that is brought into sight, CSS pixels; a chart too narrow to keep clear of the card does not try. */
export function freeOf(width: number): { top: number; right: number; bottom: number; left: number } {
  const left = width > CARD_PX + 2 * EDGE_PX ? CARD_PX + EDGE_PX : EDGE_PX
  return { top: EDGE_PX, right: EDGE_PX, bottom: EDGE_PX, left }
}

/** Whether a point of the chart is in sight and, where the chart has the room, not under the vessel card. */
export function standsFree(
  at: { readonly x: number; readonly y: number },
  chart: { readonly width: number; readonly height: number },
): boolean {
  const free = freeOf(chart.width)
  return (
    at.x >= free.left &&
    at.x <= chart.width - free.right &&
    at.y >= free.top &&
    at.y <= chart.height - free.bottom
  )
}
