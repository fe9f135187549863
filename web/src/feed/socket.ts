import type { Frame } from '../generated/protocol.ts'
import { waitMs } from './backoff.ts'
import { LOST_MS } from './freshness.ts'
import { NotAFrame, readFrame } from './read.ts'
import { judge, NEW_SESSION, reconnected, type Session } from './session.ts'

/** Close codes of the feed (contract.md §4). */
const CLOSED_AUTH = 4001
const CLOSED_EPOCH = 4009
const CLOSED_PROTOCOL = 4010

export interface FeedEvents {
  /** A frame in order: believe it. */
  frame(frame: Frame): void
  /** Nobody is signed in any more. */
  signedOut(): void
  /** The connection broke and another try follows. */
  broken(why: string): void
  /** Ask whether the session still stands, after a refusal that gives no reason. */
  stillSignedIn(): Promise<boolean>
}

/**
 * The one connection to the server: resumes where it stopped, backs off with jitter, tries at once when the
 * machine is online again or the page is looked at, and gives up on a line that says nothing for 10 s.
 */
export class FeedSocket {
  private session: Session = NEW_SESSION
  private socket: WebSocket | null = null
  private attempt = 0
  private retry: ReturnType<typeof setTimeout> | null = null
  private watch: ReturnType<typeof setInterval> | null = null
  private heardAt: number | null = null
  private openedAt = 0
  private stopped = true
  private readonly url: string
  private readonly lang: () => 'zh' | 'en'
  private readonly events: FeedEvents

  constructor(url: string, lang: () => 'zh' | 'en', events: FeedEvents) {
    this.url = url
    this.lang = lang
    this.events = events
  }

  /** Milliseconds since any frame came; `null` before the first. */
  get silentMs(): number | null {
    return this.heardAt === null ? null : performance.now() - this.heardAt
  }

  get seq(): number {
    return this.session.seq
  }

  start(): void {
    this.stopped = false
    window.addEventListener('online', this.tryNow)
    document.addEventListener('visibilitychange', this.tryNow)
    this.watch = setInterval(() => this.dropDeadLine(), 1000)
    this.connect()
  }

  stop(): void {
    this.stopped = true
    window.removeEventListener('online', this.tryNow)
    document.removeEventListener('visibilitychange', this.tryNow)
    if (this.watch !== null) clearInterval(this.watch)
    if (this.retry !== null) clearTimeout(this.retry)
    this.socket?.close(1000)
    this.socket = null
    this.session = NEW_SESSION
    this.heardAt = null
  }

  private readonly tryNow = (): void => {
    if (document.visibilityState === 'hidden' || this.retry === null) return
    this.attempt = 0
    this.connect()
  }

  private connect(): void {
    if (this.retry !== null) clearTimeout(this.retry)
    this.retry = null
    if (this.stopped) return
    this.session = reconnected(this.session)
    this.openedAt = performance.now()
    const socket = new WebSocket(this.url)
    this.socket = socket
    socket.onopen = () => socket.send(JSON.stringify(this.hello()))
    socket.onmessage = (event: MessageEvent<unknown>) => this.hear(socket, event.data)
    socket.onclose = (event) => this.closed(socket, event.code)
  }

  private hello(): object {
    const { epoch, seq } = this.session
    const place = epoch === null ? {} : { epoch, seq }
    return { type: 'hello', lang: this.lang(), positions: 'json', ...place }
  }

  private hear(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== 'string') return
    let frame: Frame | null
    try {
      frame = readFrame(data)
    } catch (error) {
      if (!(error instanceof NotAFrame)) throw error
      this.resync(socket, error.message, true)
      return
    }
    this.heardAt = performance.now()
    if (frame !== null) this.obey(socket, frame)
  }

  private obey(socket: WebSocket, frame: Frame): void {
    const verdict = judge(this.session, frame)
    if (verdict.do === 'resync') {
      this.resync(socket, verdict.why, verdict.forget)
      return
    }
    this.session = verdict.session
    if (this.session.stage === 'stream') this.attempt = 0
    if (verdict.do === 'deliver') this.events.frame(frame)
  }

  /** Begin anew; with `forget` the server is asked for a snapshot. */
  private resync(socket: WebSocket, why: string, forget: boolean): void {
    if (forget) this.session = NEW_SESSION
    socket.onclose = null
    socket.close(CLOSED_PROTOCOL, why.slice(0, 100))
    this.tryAgain(why)
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket || this.stopped) return
    this.socket = null
    if (code === CLOSED_AUTH) {
      this.events.signedOut()
      return
    }
    if (code === CLOSED_EPOCH) this.session = NEW_SESSION
    this.tryAgain(`closed ${code}`)
    if (this.session.stage === 'welcome') void this.askWhy()
  }

  private async askWhy(): Promise<void> {
    if (!(await this.events.stillSignedIn())) {
      this.stop()
      this.events.signedOut()
    }
  }

  private tryAgain(why: string): void {
    this.socket = null
    if (this.retry !== null || this.stopped) return
    this.events.broken(why)
    this.retry = setTimeout(() => this.connect(), waitMs(this.attempt, Math.random()))
    this.attempt += 1
  }

  /** A line that is open but says nothing is dead. */
  private dropDeadLine(): void {
    const socket = this.socket
    if (socket === null) return
    const since = Math.max(this.heardAt ?? 0, this.openedAt)
    if (performance.now() - since <= LOST_MS) return
    socket.onclose = null
    socket.close()
    this.tryAgain('silent')
  }
}
