/** `id` is the place to go on from after a break. */
export type LiveMessage = { id?: string; type: string; at: string; data: unknown }
export type LiveState = 'closed' | 'connecting' | 'open'

type Socket = Pick<WebSocket, 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>
type Options = {
  connect: (resume: string) => Socket
  onMessage: (message: LiveMessage) => void
  onState?: (state: LiveState) => void
  firstDelayMs?: number
  longestDelayMs?: number
}

/** One notification socket that comes back by itself: doubling, jittered delays, at once when the network returns. */
export class LiveSocket {
  private socket: Socket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private attempts = 0
  private stopped = true
  private place = ''
  private readonly options: Options

  constructor(options: Options) {
    this.options = options
  }

  start() {
    if (!this.stopped) return
    this.stopped = false
    this.open()
  }

  stop() {
    this.stopped = true
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = null
    this.options.onState?.('closed')
  }

  /** Does not wait for the delay: the network is back. */
  retryNow() {
    if (this.stopped || this.socket) return
    clearTimeout(this.timer)
    this.open()
  }

  private open() {
    const socket = this.options.connect(this.place)
    this.socket = socket
    this.options.onState?.('connecting')
    socket.onopen = () => {
      this.attempts = 0
      if (this.socket === socket) this.options.onState?.('open')
    }
    socket.onmessage = (event) => {
      const message = parse(event.data)
      if (!message || this.socket !== socket) return
      this.place = message.id ?? this.place
      this.options.onMessage(message)
    }
    // A close event always follows an error; without this listener some sockets throw it.
    socket.onerror = () => undefined
    socket.onclose = () => {
      if (this.socket !== socket) return
      this.socket = null
      if (this.stopped) return
      this.options.onState?.('closed')
      this.timer = setTimeout(() => this.open(), this.nextDelay())
    }
  }

  private nextDelay(): number {
    const { firstDelayMs = 500, longestDelayMs = 15_000 } = this.options
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** this.attempts++)
    return delay * (0.75 + Math.random() / 2)
  }
}

function parse(data: unknown): LiveMessage | null {
  try {
    const message: unknown = JSON.parse(String(data))
    return typeof message === 'object' && message !== null && 'type' in message ? (message as LiveMessage) : null
  } catch {
    return null
  }
}
