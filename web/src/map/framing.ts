/** How far the vessel card reaches over the chart from its left edge (`.vessel-card` of page.css), CSS pixels. */
const CARD_PX = 310
/** A ring and its name stand free of an edge from here on, CSS pixels. */
const EDGE_PX = 40

/** What of the chart is left free around a place that is brought into sight, CSS pixels. */
export const FREE = { top: EDGE_PX, right: EDGE_PX, bottom: EDGE_PX, left: CARD_PX + EDGE_PX } as const

/** Whether a point of the chart is in sight and not under the vessel card. */
export function standsFree(
  at: { readonly x: number; readonly y: number },
  chart: { readonly width: number; readonly height: number },
): boolean {
  return (
    at.x >= FREE.left &&
    at.x <= chart.width - FREE.right &&
    at.y >= FREE.top &&
    at.y <= chart.height - FREE.bottom
  )
}
