// @vitest-environment node
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { LiveSocket, type LiveMessage, type LiveState } from '../src/live/LiveSocket'

const ended: (() => void)[] = []
afterEach(() => ended.splice(0).forEach((end) => end()))

async function serve(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  await new Promise((ready) => server.once('listening', ready))
  ended.push(() => server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

function listen(port: number, firstDelayMs = 10) {
  const heard: LiveMessage[] = []
  const states: LiveState[] = []
  const resumed: string[] = []
  let connections = 0
  const live = new LiveSocket({
    connect: (resume) => {
      connections++
      resumed.push(resume)
      return new WebSocket(`ws://127.0.0.1:${port}`) as never
    },
    onMessage: (message) => heard.push(message),
    onState: (state) => states.push(state),
    firstDelayMs,
    longestDelayMs: Math.max(40, firstDelayMs),
  })
  ended.push(() => live.stop())
  live.start()
  return { live, heard, states, resumed, connections: () => connections }
}

const send = (server: WebSocketServer, data: string) => server.clients.forEach((client) => client.send(data))
const message = (at: string) => JSON.stringify({ type: 'job_progress', at, data: {} })

describe('the live socket', () => {
  it('hears messages and ignores what is none', async () => {
    const { server, port } = await serve()
    const { heard, states } = listen(port)
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'))
    for (const data of ['not json', '"text"', 'null', '{}', message('1')]) send(server, data)
    await vi.waitFor(() => expect(heard.map(({ at }) => at)).toEqual(['1']))
  })

  it('comes back after the server restarted, and hears on from where it was', async () => {
    const first = await serve()
    const { heard, states, resumed } = listen(first.port)
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'))
    send(first.server, JSON.stringify({ id: 'here', type: 'ready', at: 'before', data: {} }))
    await vi.waitFor(() => expect(heard).toHaveLength(1))

    first.server.clients.forEach((client) => client.terminate())
    first.server.close()
    await vi.waitFor(() => expect(states).toContain('closed'))
    const second = await serve(first.port)

    await vi.waitFor(() => expect(states.at(-1)).toBe('open'), { timeout: 3_000 })
    send(second.server, message('after'))
    await vi.waitFor(() => expect(heard.map(({ at }) => at)).toEqual(['before', 'after']))
    expect([resumed[0], resumed.at(-1)]).toEqual(['', 'here'])
  })

  it('keeps trying while nobody answers, and less and less often', async () => {
    const { server, port } = await serve()
    server.close()
    const { connections } = listen(port)
    await vi.waitFor(() => expect(connections()).toBeGreaterThan(3), { timeout: 3_000 })
    const before = connections()
    await new Promise((later) => setTimeout(later, 200))
    expect(connections() - before).toBeLessThanOrEqual(7)
  })

  it('does not come back once it was stopped', async () => {
    const { server, port } = await serve()
    const { live, states, connections } = listen(port)
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'))
    live.stop()
    await vi.waitFor(() => expect(server.clients.size).toBe(0))
    await new Promise((later) => setTimeout(later, 100))
    expect(connections()).toBe(1)
    expect(states.at(-1)).toBe('closed')
  })

  it('tries at once when the network returns', async () => {
    const { server, port } = await serve()
    const { live, states, connections } = listen(port, 60_000)
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'))
    server.clients.forEach((client) => client.terminate())
    await vi.waitFor(() => expect(states.at(-1)).toBe('closed'))
    live.retryNow()
    live.retryNow()
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'))
    expect(connections()).toBe(2)
  })
})
