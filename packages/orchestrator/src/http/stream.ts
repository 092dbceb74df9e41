import type { FastifyReply } from 'fastify'

/** A comment line that keeps proxies from closing a stream in which a model thinks. */
const KEEP_ALIVE_MS = 15_000

export interface EventStream {
  /** One event; nothing once the client is gone. */
  send(text: string): void
  end(): void
  readonly isOpen: () => boolean
  onGone(listener: () => void): void
}

/** Takes the answer over as `text/event-stream`. Headers that the server set before stay. */
export function openStream(reply: FastifyReply): EventStream {
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  })
  const timer = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS)
  let isOpen = true
  /** What is sent in one go of the event loop goes out as one. */
  let pending = ''
  const flush = () => {
    if (isOpen && pending !== '') raw.write(pending)
    pending = ''
  }
  const listeners: (() => void)[] = []
  raw.on('close', () => {
    clearInterval(timer)
    const wasOpen = isOpen
    isOpen = false
    if (wasOpen) for (const listener of listeners) listener()
  })
  return {
    send: (text) => {
      if (pending === '') process.nextTick(flush)
      pending += text
    },
    end() {
      clearInterval(timer)
      const wasOpen = isOpen
      isOpen = false
      if (wasOpen) raw.end(pending)
    },
    isOpen: () => isOpen,
    onGone: (listener) => listeners.push(listener),
  }
}
