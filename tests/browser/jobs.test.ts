import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { hasBrowser } from './browser.ts'
import { fill } from './corpus.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

/** Presses Tab until the focus is on something of this name, as a person would. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const focused = await focusedName(page)
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
  }
  expect.fail(`Tab never reaches ${name}`)
}

describe.runIf(hasBrowser)('jobs, done whole', () => {
  const stage = setStage(startServer, fill)

  it('with the keyboard alone: sign in, search, ask why, come back', async () => {
    const { context, page, complaints } = await stage.visit('light', 1280)
    await page.goto(`${stage.server.url}/signin?returnTo=/search`)
    await page.getByRole('searchbox', { name: 'Find a person' }).waitFor()
    await page.keyboard.type('petrescu')
    await tabTo(page, /Sign in as Alina Petrescu/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Search Lumen Quay' }).waitFor()

    await page.keyboard.type('lens heater')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /lens heater test/ }).waitFor()
    await tabTo(page, /^Why do I see Beacon lantern/)
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: 'Why?' })
    await panel.getByText('Firmware belongs to Engineering.').waitFor()
    expect(page.url()).toContain('panel=why')

    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('panel=why')
    await expect.poll(() => focusedName(page)).toMatch(/^Why do I see Beacon lantern/)
    await page.goBack()
    await panel.waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('two people, one search, two answers', async () => {
    const titles = async (name: string) => {
      const { context, page } = await stage.enter('light', 1280, name, '/search?q=lantern')
      await page
        .getByText(/of \d+$|results?$/)
        .first()
        .waitFor()
      const found = await page.getByRole('article').getByRole('heading').allTextContents()
      await context.close()
      return found.toSorted()
    }
    const [alina, sofia] = [await titles('Alina Petrescu'), await titles('Sofia Lindgren')]
    expect(alina).toContain('Lantern pairing keys: handling and rotation')
    expect(sofia).not.toContain('Lantern pairing keys: handling and rotation')
    expect(sofia).toContain('Field guide: replacing a lantern in fog')
  })

  it('search in one place only, and back', async () => {
    const { context, page } = await stage.enter('light', 1280, 'Alina Petrescu', '/search?q=lantern')
    await page.getByRole('button', { name: 'Field service log' }).click()
    await page.waitForURL('**/search?q=lantern&in=fieldservice')
    await page.getByText('1–2 of 2').waitFor()
    await page.goBack()
    await page.getByText('1–6 of 6').waitFor()
    await context.close()
  })

  it('an administrator asks for another person, and it is recorded', async () => {
    const { context, page } = await stage.enter('light', 1280, 'Ingrid Solberg', '/connections/firmware?tab=items')
    await page.getByRole('link', { name: 'Why do I see BCN-033?' }).click()
    const panel = page.getByRole('dialog', { name: 'Why?' })
    await panel.getByRole('combobox', { name: 'Whose view' }).click()
    await page.getByRole('option', { name: 'Sofia Lindgren' }).click()
    await panel.getByText('Sofia Lindgren may not read BCN-033').waitFor()
    await panel.getByText(/A denial wins over every grant/).waitFor()
    await context.close()

    const auditor = await stage.enter('light', 1280, 'Helena Costa', '/audit')
    await auditor.page.getByText('Access of another person explained').first().waitFor()
    await auditor.context.close()
  })

  it('the command box goes to a page, a connection and a search', async () => {
    const { context, page } = await stage.enter('light', 1280, 'Ingrid Solberg')
    await page.getByRole('heading', { name: 'Search Lumen Quay' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('field')
    await page.getByRole('option', { name: 'Field service log' }).click()
    await page.waitForURL('**/connections/fieldservice')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('gasket')
    await page.getByRole('option', { name: /Search for/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=gasket')
    await context.close()
  })

  it('a connection fills while somebody watches', async () => {
    const { context, page } = await stage.enter('light', 1280, 'Ingrid Solberg', '/connections/fieldservice')
    const figure = page.getByRole('definition').nth(1)
    await figure.getByText('2', { exact: true }).waitFor()
    await stage.server.graph('PUT', '/external/connections/fieldservice/items/FS-200', {
      acl: [{ type: 'everyone', value: stage.server.tenantId, accessType: 'grant' }],
      properties: { title: 'South mole, lantern 2' },
      content: { type: 'text', value: 'Cleaned and tested.' },
    })
    await figure.getByText('3', { exact: true }).waitFor()

    await page.getByRole('link', { name: 'Connections' }).first().click()
    await page.getByText('3 shown').waitFor()
    await stage.server.graph('POST', '/external/connections', { id: 'shortlived', name: 'Short-lived' })
    await page.getByText('4 shown').waitFor()
    await stage.server.graph('DELETE', '/external/connections/shortlived')
    await page.getByText('3 shown').waitFor()
    await context.close()
  })

  it('edits a connection, takes the table away, deletes with the name typed', async () => {
    const { context, page, complaints } = await stage.enter('dark', 1280, 'Ingrid Solberg', '/connections/handbook')
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: /^Name/ }).fill('Staff handbook')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Staff handbook' }).waitFor()

    await page.getByRole('link', { name: 'Connections' }).first().click()
    await page.getByRole('searchbox', { name: 'Filter connections' }).fill('staff')
    await page.getByText('1 of 3').waitFor()
    expect(page.url()).toContain('filter=staff')
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('connections.csv')

    await page.getByRole('link', { name: 'Staff handbook' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Delete' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('Staff handbook')
    await confirm.click()
    await page.waitForURL('**/connections')
    await page.getByText('2 shown').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('remembers the theme, and lets one switch person', async () => {
    const { context, page } = await stage.enter('light', 1280, 'Maren Voss')
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.reload()
    await page.getByRole('button', { name: /Maren Voss, account/ }).click()
    const scheme = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.fui-FluentProvider') ?? document.body).colorScheme)
    expect(await scheme()).toBe('dark')
    await page.getByRole('menuitem', { name: 'Switch person' }).click()
    await page.getByRole('button', { name: 'Sign in as Kenji Watari' }).click()
    await page.getByRole('button', { name: /Kenji Watari, account/ }).waitFor()
    expect(await scheme()).toBe('dark')
    await context.close()
  })

  it('never turns an item of a source into markup', async () => {
    const hostile = '<img src=x onerror="document.title=`owned`"> &lt;c0&gt; pontoon <script>1</script>'
    await stage.server.graph('PUT', '/external/connections/fieldservice/items/FS-666', {
      acl: [{ type: 'everyone', value: stage.server.tenantId, accessType: 'grant' }],
      properties: { title: `Pontoon ${hostile}`, url: 'javascript:document.title="owned"' },
      content: { type: 'text', value: `pontoon ${hostile}` },
    })
    const { context, page, complaints } = await stage.enter('light', 390, 'Maren Voss', '/search?q=pontoon')
    const result = page.getByRole('article').filter({ hasText: 'Pontoon <img' })
    await expect.poll(() => result.count(), { timeout: 10_000 }).toBe(1)
    await result.getByRole('link').first().click()
    await page.getByText('This item has no web address.').waitFor()
    expect(await page.locator('#root img[src="x"], main script').count()).toBe(0)
    expect(await page.title()).not.toBe('owned')
    expect(complaints).toEqual([])
    await context.close()
  })
})
