import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser, signIn, type Theme, type Visitor, visitor, type Width } from './browser.ts'

export interface Stage<Server> {
  /** There once the first test begins. */
  readonly server: Server
  /** A window in one look. */
  readonly visit: (theme: Theme, width: Width) => Promise<Visitor>
  /** A window in which a person of the sample organisation has signed in and sees `path`. */
  readonly enter: (theme: Theme, width: Width, name: string, path?: string) => Promise<Visitor>
}

/** A server, filled, and a browser for the tests around: there before the first, gone after the last. */
export function setStage<Server extends { readonly url: string; readonly stop: () => Promise<void> }>(
  start: () => Promise<Server>,
  ...fillers: readonly ((server: Server) => Promise<void>)[]
): Stage<Server> {
  let server: Server
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([start(), openBrowser()])
    for (const fill of fillers) await fill(server)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  const visit = (theme: Theme, width: Width) => visitor(browser, theme, width)
  return {
    get server() {
      return server
    },
    visit,
    async enter(theme, width, name, path) {
      const entered = await visit(theme, width)
      await signIn(entered.page, server.url, name, path)
      return entered
    },
  }
}
