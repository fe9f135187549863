import { Asked, expected } from './asked.ts'
import {
  clockState,
  degraded,
  expired,
  fleetTick,
  lang,
  me,
  nowMs,
  picture,
  port,
  rosterTick,
  silentMs,
  snapshots,
  world,
} from './desk.ts'
import { FeedSocket } from './feed/socket.ts'
import type { Me } from './generated/protocol.ts'
import { getIncident, getOrders, getPeople, getPort, HttpProblem, signIn, signOut, whoAmI } from './http.ts'
import { rearrange } from './list.ts'
import { alarm } from './sound/watch.ts'
import { hearTouches, tell } from './touch.ts'

const PULSE_MS = 500
/** The ledger of people is asked for at most this often, ms. */
const PEOPLE_EVERY_MS = 5_000
/** While an order stands, how far it has been told is asked for this often, ms. */
const ORDERS_EVERY_MS = 15_000
const PORT_AGAIN_MS = 3_000

let drawing = false
let learnt = false
let moved = new Set<'picture' | 'fleet' | 'snapshot'>()
const people = new Asked(getPeople, (told) => world.takePeople(told))
const orders = new Asked(getOrders, (told) => world.takeOrders(told.orders))
const asking = new Set<string>()

const socket = new FeedSocket(feedUrl(), () => lang.peek(), {
  frame: (frame) => world.take(frame),
  signedOut: () => {
    expired.value = true
  },
  broken: () => pulse(),
  stillSignedIn,
})

world.listen((change, fact) => {
  if (fact?.kind === 'vessel-known') learnt = true
  if (change === 'clock' || change === 'fact') return
  moved.add(change)
  alarm.consider(world.picture, world.nowMs)
  if (drawing) return
  drawing = true
  // A hidden page gets no animation frames; nobody looks, but what it holds must be ready.
  if (document.visibilityState === 'visible') requestAnimationFrame(show)
  else setTimeout(show, 250)
})

/** Hand the world to the panels: once a frame, however many facts came. */
function show(): void {
  drawing = false
  const what = moved
  moved = new Set()
  tellTime()
  degraded.value = world.degraded
  if (what.has('snapshot')) {
    people.known(world.picture.peopleMoves)
    orders.known(world.picture.orderMoves)
    snapshots.value += 1
    rosterTick.value += 1
  }
  if (what.has('fleet') || what.has('snapshot')) fleetTick.value += 1
  if (what.has('picture') || what.has('snapshot')) picture.value = world.picture
  if (learnt) rosterTick.value += 1
  learnt = false
  askForMissing()
}

/** Time by whole seconds and tenths: what did not visibly change is not drawn again. */
function tellTime(): void {
  silentMs.value = socket.silentMs === null ? null : Math.round(socket.silentMs / 100) * 100
  nowMs.value = Math.floor(world.nowMs / 1000) * 1000
  clockState.value = world.clock
}

/** What facts only point at is asked for: incidents never seen, the totals of the ledger, orders. */
function askForMissing(): void {
  for (const id of world.picture.missing) {
    if (asking.has(id)) continue
    asking.add(id)
    getIncident(id)
      .then((file) => {
        if (file.incident !== null) world.takeIncident(file.incident)
      })
      .catch(expected)
      .finally(() => asking.delete(id))
  }
  const now = performance.now()
  const { peopleMoves, orderMoves } = world.picture
  people.ask(peopleMoves, now, Number.POSITIVE_INFINITY, PEOPLE_EVERY_MS)
  // Facts tell that an order was given, not how far it was told since.
  orders.ask(orderMoves, now, world.picture.orders.length > 0 ? ORDERS_EVERY_MS : undefined)
}

function pulse(): void {
  tellTime()
  alarm.link(socket.silentMs)
  rearrange()
}

async function stillSignedIn(): Promise<boolean> {
  try {
    await whoAmI()
    return true
  } catch (error) {
    expected(error)
    return !(error instanceof HttpProblem && error.status === 401)
  }
}

/** Begin the shift if the browser still holds a session; returns whether it does. */
export async function resume(): Promise<boolean> {
  try {
    begin(await whoAmI())
    return true
  } catch (error) {
    expected(error)
    return false
  }
}

/** @throws HttpProblem when the server says no or cannot be reached. */
export async function enter(name: string, password: string): Promise<void> {
  begin(await signIn(name, password))
}

export async function leave(): Promise<void> {
  socket.stop()
  await tell(true)
  await signOut().catch(expected)
  location.reload()
}

function begin(who: Me): void {
  me.value = who
  expired.value = false
  setInterval(pulse, PULSE_MS)
  hearTouches()
  socket.start()
  void loadPort()
}

async function loadPort(): Promise<void> {
  try {
    port.value = await getPort()
  } catch (error) {
    expected(error)
    setTimeout(() => void loadPort(), PORT_AGAIN_MS)
  }
}

function feedUrl(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.host}/api/feed`
}
