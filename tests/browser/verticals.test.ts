import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBerths } from './berths.ts'
import { expectAccessible, hasBrowser, type Visitor } from './browser.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const rows = (page: Page) => page.getByRole('list', { name: /in the order/ }).getByRole('listitem')

describe.runIf(hasBrowser)('verticals', () => {
  const stage = setStage(startServer, fillBerths)

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)('$theme at $width', ({ theme, width }) => {
    let person: Visitor
    let page: Page
    beforeAll(async () => {
      person = await stage.enter(theme, width, 'Ingrid Solberg', '/verticals')
      page = person.page
    })
    afterAll(() => person.context.close())

    const fine = async () => {
      // Lists that open are drawn at the end of the document, outside every landmark.
      await expectAccessible(page, ['region'])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    }
    const panel = () => page.getByRole('dialog')

    it('are added, refused with a reason, used, changed, ordered, deleted and brought back', async () => {
      await page.getByText('No verticals yet').waitFor()
      await fine()
      await page.getByRole('button', { name: 'Add vertical' }).click()
      await panel().getByLabel('Name').fill('Harbour')
      await panel().getByRole('combobox', { name: 'Connections' }).click()
      await page.getByRole('menuitemcheckbox', { name: 'Berth calls' }).click()
      await page.keyboard.press('Tab')
      await panel()
        .getByText(/It can go by: .*status/)
        .waitFor()
      await panel().getByLabel('Restriction').fill('status:(Moored')
      await panel().getByRole('switch', { name: 'Shown to people' }).check()
      await panel().getByRole('button', { name: 'Save' }).click()
      await panel()
        .getByText(/no correct KQL/)
        .waitFor()
      await fine()
      await panel().getByLabel('Restriction').fill('status:Moored')
      await panel().getByRole('button', { name: 'Save' }).click()
      await rows(page).filter({ hasText: 'Harbour' }).filter({ hasText: 'status:Moored' }).waitFor()
      await fine()

      await page.goto(`${stage.server.url}/search?q=berth`)
      const best = page.getByRole('region', { name: 'Best of Harbour' })
      await best.getByRole('article').first().waitFor()
      expect(await best.getByRole('article').count()).toBe(2)
      await fine()
      await best.getByRole('link', { name: 'All results in Harbour' }).click()
      await page.getByRole('button', { name: 'Harbour', pressed: true }).waitFor()
      await page.getByText('1–2 of 2').waitFor()
      const titles = (await page.getByRole('article').allTextContents()).join()
      expect([/Tern/.test(titles), /Kittiwake/.test(titles), /Gannet|Dunlin/.test(titles)]).toEqual([true, true, false])
      await fine()
      // What was searched in is in the address, and an item that is kept out says by what.
      expect(new URL(page.url()).searchParams.get('v')).toBeTruthy()
      await page.getByRole('button', { name: 'Everywhere' }).click()
      await page.getByRole('article').filter({ hasText: 'MV Dunlin' }).waitFor()

      await page.goto(`${stage.server.url}/verticals`)
      await page.getByRole('button', { name: 'Edit Harbour' }).click()
      await panel().getByRole('switch', { name: 'Shown to people' }).uncheck()
      await panel().getByRole('button', { name: 'Save' }).click()
      await rows(page).filter({ hasText: 'Off' }).waitFor()
      await page.goto(`${stage.server.url}/search?q=berth`)
      await page.getByRole('article').filter({ hasText: 'MV Dunlin' }).waitFor()
      expect(await page.getByRole('button', { name: 'Harbour' }).count()).toBe(0)

      await page.goto(`${stage.server.url}/verticals`)
      await page.getByRole('button', { name: 'Delete Harbour' }).click()
      await page.getByText('Harbour is deleted.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await rows(page).filter({ hasText: 'Harbour' }).waitFor()
      await page.getByRole('button', { name: 'Delete Harbour' }).click()
      await page.getByText('No verticals yet').waitFor()
      // The browser writes down that a restriction was refused.
      expect(person.complaints.filter((complaint) => !/400/.test(complaint))).toEqual([])
    })
  })
})
