export type ServerEvent = { event: string; data: string }

/** Reads a text/event-stream body: CR, LF or CRLF lines, comments skipped, several data lines joined. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      buffer += done ? decoder.decode() : decoder.decode(value, { stream: true })
      // A CR at the very end may be half of a CRLF whose LF is still on its way.
      const usable = !done && buffer.endsWith('\r') ? buffer.length - 1 : buffer.length
      const blocks = buffer.slice(0, usable).replace(/\r\n?/g, '\n').split('\n\n')
      buffer = (blocks.pop() ?? '') + buffer.slice(usable)
      for (const block of blocks) {
        const event = parseBlock(block)
        if (event) yield event
      }
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function parseBlock(block: string): ServerEvent | null {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon === 0) continue
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null
}
