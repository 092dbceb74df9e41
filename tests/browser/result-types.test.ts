import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBerths } from './berths.ts'
import { expectFine, hasBrowser, type Visitor } from './browser.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const names = (page: Page) => page.getByRole('list', { name: /in the order/ }).getByRole('listitem')

describe.runIf(hasBrowser)('result types', () => {
  const stage = setStage(startServer, fillBerths)

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)('$theme at $width', ({ theme, width }) => {
    let person: Visitor
    let page: Page
    beforeAll(async () => {
      person = await stage.enter(theme, width, 'Ingrid Solberg', '/result-types')
      page = person.page
    })
    afterAll(() => person.context.close())

    const fine = async () => {
      // Lists that open are drawn at the end of the document, outside every landmark.
      await expectFine(person, ['region'])
    }
    /** As an administrator adds one: a name, the connection, a condition, and a text in the card. */
    const add = async (name: string, words: string, status: string) => {
      await page.getByRole('button', { name: 'Add result type' }).click()
      const panel = page.getByRole('dialog')
      await panel.getByLabel('Name').fill(name)
      const connections = panel.getByRole('combobox', { name: 'Connections' })
      await connections.click()
      await page.getByRole('menuitemcheckbox', { name: 'Berth calls' }).setChecked(true)
      await page.keyboard.press('Tab')
      await panel.getByRole('button', { name: 'Add condition' }).click()
      await panel.getByRole('combobox', { name: 'Property of condition 1' }).click()
      await page.getByRole('option', { name: 'status', exact: true }).click()
      await panel.getByLabel('Values of condition 1').fill(status)
      const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: `${words} {vessel}` }] }
      await panel.getByLabel('Layout').fill(JSON.stringify(card))
      await panel.getByText('The conditions hold for this item.').waitFor()
      await panel.getByText(new RegExp(`^${words} MV`)).waitFor()
      await fine()
      await panel.getByRole('button', { name: 'Save' }).click()
      await names(page).filter({ hasText: name }).waitFor()
    }

    it('are added, tried on real items, ordered, used, deleted and brought back', async () => {
      await page.getByText('Built-in layout').waitFor()
      await fine()
      await add('Late calls', 'Late:', 'Delayed')
      await add('Other calls', 'Call:', 'Delayed, Moored')
      await expect
        .poll(async () => (await names(page).allTextContents()).map((text) => text.slice(1, 6)))
        .toEqual(['Late ', 'Other', 'Built'])
      const search = async () => {
        await page.goto(`${stage.server.url}/search?q=berth&in=berthcalls`)
        await page.getByRole('article').filter({ hasText: 'MV Tern' }).waitFor()
        return page.getByText(/^(Late|Call): MV/).allTextContents()
      }
      expect((await search()).toSorted()).toEqual(['Call: MV Kittiwake', 'Call: MV Tern', 'Late: MV Gannet'])
      await fine()

      await page.goto(`${stage.server.url}/result-types`)
      await page.getByRole('button', { name: 'Move Other calls up' }).click()
      await expect.poll(async () => (await names(page).first().textContent()) ?? '').toContain('Other calls')
      expect((await search()).toSorted()).toEqual(['Call: MV Gannet', 'Call: MV Kittiwake', 'Call: MV Tern'])

      await page.goto(`${stage.server.url}/result-types`)
      await page.getByRole('button', { name: 'Delete Other calls' }).click()
      await page.getByText('Other calls is deleted.').waitFor()
      await fine()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(async () => (await names(page).first().textContent()) ?? '').toContain('Other calls')
      for (const name of ['Other calls', 'Late calls']) {
        await page.getByRole('button', { name: `Delete ${name}` }).click()
        await page.getByText(`${name} is deleted.`).waitFor()
      }
      await expect.poll(() => names(page).count()).toBe(1)
    })

    it('says what is wrong with a layout, and what the server refuses', async () => {
      await page.goto(`${stage.server.url}/result-types?edit=new`)
      const panel = page.getByRole('dialog')
      await panel.getByLabel('Layout').fill('{ "type": ')
      await panel.getByText(/This is no JSON/).waitFor()
      await panel.getByLabel('Layout').fill('{ "type": "Image" }')
      await panel.getByText(/This is no Adaptive Card/).waitFor()
      expect(await panel.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
      await fine()
    })
  })
})
