import { afterEach, describe, expect, it, vi } from 'vitest'
import { Asked } from '../src/asked.ts'
import { getOrders } from '../src/http.ts'

/** A server that cannot be reached the first time and answers from then on; what was asked and told. */
function reached() {
  const asked = vi.fn(async () => {
    if (asked.mock.calls.length === 1) throw new TypeError('Failed to fetch')
    return Response.json({ orders: [] })
  })
  vi.stubGlobal('fetch', asked)
  const told = vi.fn()
  return { asked, told, orders: new Asked(getOrders, told) }
}
const answered = (): Promise<void> => new Promise((done) => setTimeout(done))

afterEach(() => vi.unstubAllGlobals())

describe('what the stream only says has moved', () => {
  it('is asked for again after an answer that failed, at most every three seconds', async () => {
    const { asked, told, orders } = reached()
    orders.ask(1, 0)
    await answered()
    for (const nowMs of [1, 2_999]) orders.ask(1, nowMs)
    orders.ask(2, 2_999)
    expect(asked).toHaveBeenCalledTimes(1)
    orders.ask(1, 3_000)
    await answered()
    expect(told).toHaveBeenCalledExactlyOnceWith({ orders: [] })
    orders.ask(1, 60_000)
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('is asked for when it moved or is due, not when it came by another way', async () => {
    const { asked, orders } = reached()
    orders.known(7)
    orders.ask(7, 0)
    expect(asked).not.toHaveBeenCalled()
    orders.ask(7, 10_000, 15_000)
    await answered()
    orders.ask(7, 13_000, 15_000)
    await answered()
    orders.ask(7, 28_000, 15_000)
    expect(asked).toHaveBeenCalledTimes(2)
    orders.ask(7, 28_001, 15_000)
    orders.ask(8, 28_002, 15_000)
    orders.ask(9, 33_001, 15_000, 5_000)
    expect(asked).toHaveBeenCalledTimes(4)
    orders.ask(9, 33_002, 15_000, 5_000)
    expect(asked).toHaveBeenCalledTimes(5)
  })
})
