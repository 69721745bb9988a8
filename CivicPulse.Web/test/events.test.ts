import { describe, expect, it } from 'vitest'
import { readEvents, type ServerEvent } from '../src/api/events'

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk))
  return new ReadableStream({
    pull(controller) {
      const next = bytes.shift()
      if (next) controller.enqueue(next)
      else controller.close()
    },
  })
}

async function all(...chunks: (string | Uint8Array)[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = []
  for await (const event of readEvents(streamOf(...chunks))) events.push(event)
  return events
}

describe('reading a text/event-stream', () => {
  it('yields each event with its name and data', async () => {
    expect(await all('event: sentence\ndata: {"a":1}\n\nevent: done\ndata: {}\n\n')).toEqual([
      { event: 'sentence', data: '{"a":1}' },
      { event: 'done', data: '{}' },
    ])
  })

  it('does not care where the network cuts', async () => {
    const text = 'event: sentence\r\ndata: uno\r\n\r\nevent: done\r\ndata: dos\r\n\r\n'
    for (let cut = 1; cut < text.length; cut++) {
      expect(await all(text.slice(0, cut), text.slice(cut))).toEqual([
        { event: 'sentence', data: 'uno' },
        { event: 'done', data: 'dos' },
      ])
    }
  })

  it('keeps a letter whole whose bytes arrive apart', async () => {
    const bytes = new TextEncoder().encode('data: años\n\n')
    expect(await all(bytes.slice(0, 8), bytes.slice(8))).toEqual([{ event: 'message', data: 'años' }])
  })

  it('joins data lines, skips comments and drops what was not finished', async () => {
    expect(await all(': hello\ndata: one\ndata: two\n\n: alone\n\ndata: half')).toEqual([{ event: 'message', data: 'one\ntwo' }])
  })

  it('lets go of the connection when the reader stops early', async () => {
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
      cancel: () => {
        cancelled = true
      },
    })
    for await (const event of readEvents(endless)) if (event.data === 'x') break
    expect(cancelled).toBe(true)
  })
})
