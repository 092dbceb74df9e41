import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasBrowser, type Visitor } from './browser.ts'
import { fill } from './corpus.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const ADMIN = 'Ingrid Solberg'

/** What only happens at certain times: dialogs, menus, work under way, a broken feed, an ended session. */
describe.runIf(hasBrowser)('passing states', () => {
  const stage = setStage(startServer, fill)

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)('$theme at $width', ({ theme, width }) => {
    let admin: Visitor
    let page: Page
    beforeAll(async () => {
      admin = await stage.enter(theme, width, ADMIN)
      page = admin.page
    })
    afterAll(() => admin.context.close())

    it('dialogs of a connection', async () => {
      await page.goto(`${stage.server.url}/connections/firmware`)
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByLabel('Type Firmware notebook to confirm').waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    it('menus and the command box', async () => {
      await page.goto(`${stage.server.url}/search`)
      await page.getByRole('button', { name: /account and sign out/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
      // Menus are drawn at the end of the document, outside every landmark; the focus goes into them.
      await expectAccessible(page, ['region'])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      const box = page.getByRole('combobox', { name: 'Go to a page, search, or find a connection' })
      await box.fill('fire')
      await page.getByRole('option', { name: 'Search for “fire”' }).waitFor()
      await expectAccessible(page, ['region'])
      await box.fill('firm')
      await page.getByRole('option', { name: 'Firmware notebook' }).click()
      await page.waitForURL('**/connections/firmware')
    })

    it('indexing under way, with how far and how long still', async () => {
      const list = await (await page.request.get(`${stage.server.url}/api/connections`)).json()
      const [{ id, uid, state }] = list.value
      const counts = { received: 48_210, indexed: 31_877, refused: 0 }
      const pulse = { id, uid, state, counts, lastChangeAt: Date.now(), rate: 640, lag: 16_333, etaSeconds: 26 }
      await page.route('**/api/events', (route) =>
        route.fulfill({
          contentType: 'text/event-stream',
          body: `event: connections\ndata: ${JSON.stringify({ connections: [pulse] })}\n\n`,
        }),
      )
      await page.goto(`${stage.server.url}/connections/${id}`)
      await page.getByText('31,877 of 48,210 items · 16,333 behind · 640 a second · 26 s left').waitFor()
      await page.getByText('The live feed is interrupted.').waitFor()
      await expectAccessible(page)
      await page.getByRole('button', { name: '1 task running' }).click()
      await page.getByText('You can leave; this goes on by itself.').waitFor()
      await expectAccessible(page)
      await page.unroute('**/api/events')
    })

    it('a sign-in that is gone', async () => {
      await page.goto(`${stage.server.url}/signin/no-such-interaction`)
      await page.getByRole('heading', { name: 'This sign-in has expired or was already used.' }).waitFor()
      await expectAccessible(page)
    })

    it('a sign-in that another device asked for', async () => {
      const asked = {
        clientName: 'Lantern line',
        tenantName: 'Lumen Quay',
        kind: 'device',
        hint: 'mei.tanaka@lumenquay.example',
      }
      await page.route('**/api/interaction/device', (route) => route.fulfill({ json: asked }))
      await page.goto(`${stage.server.url}/signin/device`)
      await page.getByText('Lantern line asks to act for you on another device').waitFor()
      expect(await page.getByLabel('Account').inputValue()).toBe(asked.hint)
      await expectAccessible(page)
    })

    it('a session that ended leads to sign-in and back', async () => {
      const guest = await stage.enter(theme, width, 'Maren Voss')
      await guest.page.getByRole('heading', { name: 'Search Lumen Quay' }).waitFor()
      await guest.context.clearCookies()
      await guest.page.getByRole('combobox', { name: 'Search', exact: true }).fill('lantern')
      await guest.page.keyboard.press('Enter')
      await guest.page.getByRole('button', { name: 'Sign in as Maren Voss' }).click()
      await guest.page.waitForURL('**/search?q=lantern')
      await guest.context.close()
    })
  })
})
