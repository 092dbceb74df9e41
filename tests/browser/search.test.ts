import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBerths } from './berths.ts'
import { expectAccessible, expectFine, hasBrowser, type Visitor } from './browser.ts'
import { fill } from './corpus.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const PERSON = 'Alina Petrescu'
const BERTHS = '/search?q=berth&in=berthcalls'

const titles = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 }).allTextContents()
const box = (page: Page) => page.getByRole('combobox', { name: 'Search', exact: true })
const results = (page: Page, n: number) => page.getByText(`1–${n} of ${n}`).waitFor()

describe.runIf(hasBrowser)('the search page', () => {
  const stage = setStage(startServer, fill, fillBerths)

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 390 },
  ] as const)('$theme at $width', ({ theme, width }) => {
    let person: Visitor
    let page: Page
    beforeAll(async () => {
      person = await stage.enter(theme, width, PERSON)
      page = person.page
    })
    afterAll(() => person.context.close())

    const go = async (path: string) => {
      person.complaints.length = 0
      await page.goto(`${stage.server.url}${path}`)
    }
    const fine = async (without: string[] = []) => {
      await expectFine(person, without)
    }
    const openFilters = async () => {
      if (width === 390) await page.getByRole('link', { name: /^Filters/ }).click()
    }
    const closeFilters = async () => {
      if (width === 390) await page.getByRole('link', { name: /^Show \d+ result/ }).click()
    }

    it('suggests while one types, and never takes over what was typed', async () => {
      await go('/search')
      await box(page).pressSequentially('lant')
      const option = page.getByRole('option', { name: 'lantern', exact: true })
      await option.waitFor()
      await fine()
      expect(await box(page).inputValue()).toBe('lant')
      await page.keyboard.press('ArrowDown')
      expect(await option.getAttribute('aria-selected')).toBe('true')
      expect(await box(page).inputValue()).toBe('lant')
      await page.keyboard.press('Escape')
      await option.waitFor({ state: 'detached' })
      expect(await box(page).inputValue()).toBe('lant')
      await page.keyboard.type('e')
      await option.waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?q=lantern')
    })

    it('searches for what was typed when no suggestion is chosen', async () => {
      await go('/search')
      await box(page).pressSequentially('lant')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?q=lant')
      await page.getByRole('listbox').waitFor({ state: 'detached' })
    })

    it('narrows down: alternatives within a property, all of several, each removable', async () => {
      await go(BERTHS)
      await results(page, 4)
      await openFilters()
      await page.getByRole('checkbox', { name: /^Moored/ }).check()
      await page.getByRole('checkbox', { name: 'Delayed (1)' }).check()
      await page.getByRole('checkbox', { name: /^bulk/ }).check()
      await page.getByRole('radio', { name: /^Older/ }).check()
      await fine()
      await closeFilters()
      await results(page, 2)
      await expect.poll(async () => (await titles(page)).toSorted()).toEqual(['MV Gannet', 'MV Tern'])
      await fine()
      await page.reload()
      await results(page, 2)
      await page.getByRole('button', { name: /Status: Delayed/ }).click()
      await page.getByText('1–1 of 1').waitFor()
      await expect.poll(() => titles(page)).toEqual(['MV Tern'])
      await page.goBack()
      await results(page, 2)
      await page.getByRole('button', { name: 'Clear all' }).click()
      await results(page, 4)
      expect(new URL(page.url()).searchParams.getAll('f')).toEqual([])
    })

    it('says so when the filters leave nothing, and offers the way back', async () => {
      await go(`${BERTHS}&f=status:"ǂǂ5361696c6564"&f=arrived:older`)
      await page.getByText('Nothing that you may read matches “berth” with these filters.').waitFor()
      await fine()
      await page.getByRole('link', { name: 'Search without filters' }).click()
      await results(page, 4)
    })

    it('orders by newest and by a property, in both directions', async () => {
      await go(BERTHS)
      await results(page, 4)
      const sort = page.getByRole('combobox', { name: 'Sort by' })
      await sort.click()
      await page.getByRole('option', { name: 'Berth', exact: true }).click()
      await page.getByRole('button', { name: 'Smallest first' }).click()
      await page.waitForURL('**sort=-berth**')
      await expect.poll(async () => (await titles(page)).slice(0, 2)).toEqual(['MV Dunlin', 'MV Tern'])
      // The hint of the button is drawn at the end of the document, outside every landmark.
      await fine(['region'])
      await sort.click()
      await page.getByRole('option', { name: 'Newest' }).click()
      await page.waitForURL('**sort=-arrived**')
      await expect.poll(async () => (await titles(page)).at(-1)).toBe('MV Gannet')
    })

    it('searches for the right spelling when the typed one finds nothing, and for the typed one when asked', async () => {
      await go('/search?q=lantren')
      await page.getByText(/Showing results for/).waitFor()
      await page.getByRole('heading', { name: 'Field guide: replacing a lantern in fog' }).waitFor()
      await fine()
      await page.getByRole('link', { name: 'lantren' }).click()
      await page.getByText('Nothing that you may read matches “lantren”.').waitFor()
      expect(page.url()).toContain('exact=1')
    })

    it('offers the right spelling when the typed one finds something too', async () => {
      await go('/search?q=lantren%20OR%20gasket')
      await page.getByText(/Did you mean/).waitFor()
      await page.getByRole('link', { name: 'lantern OR gasket' }).click()
      await page.waitForURL('**q=lantern+OR+gasket**')
    })

    it('shows the place of a mistake in the query, and what may be typed', async () => {
      await go('/search?q=fog%20%22lens%20heater')
      const alert = page.getByRole('alert')
      await alert.getByText('The query cannot be read').waitFor()
      await alert.getByText('The quote is not closed, at character 5.').waitFor()
      expect(await alert.locator('mark').textContent()).toBe('"')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'How to search' }).click()
      await page.getByText('words that begin so').waitFor()
      // Popovers are drawn at the end of the document, outside every landmark; the focus goes into them.
      await expectAccessible(page, ['region'])
      await page.keyboard.press('Escape')
    })

    it('takes a question for what it names, and gives the words of a chip back', async () => {
      await go('/search?q=delayed%20vessels%20at%20berth%203')
      const chips = page.getByLabel('What your question was understood as')
      await chips.getByText('Status: Delayed').waitFor()
      await chips.getByText('Berth: 3').waitFor()
      // The card of the one that is found.
      await page.getByText('Late', { exact: true }).waitFor()
      expect(await titles(page)).not.toContain('MV Tern')
      await fine()
      await page.getByRole('button', { name: /Status: Delayed/ }).click()
      await chips.getByText('Status: Delayed').waitFor({ state: 'detached' })
      await page.waitForURL('**w=0-7**')
      await page.getByText('Nothing that you may read matches').waitFor()
      await fine()
      await page.getByRole('link', { name: 'Search for the words as they are' }).click()
      await chips.waitFor({ state: 'detached' })
      await page.goBack()
      await page.goBack()
      await chips.getByText('Status: Delayed').waitFor()
    })

    it('shows a card of the connector: its texts, its links with their host, and nothing that acts or loads', async () => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await go(`${BERTHS}&sort=-arrived`)
      const card = page.getByRole('article').filter({ hasText: 'MV Gannet' })
      await card.getByText('Late').waitFor()
      await card.getByText('Berth 3, <b>DELAYED</b>').waitFor()
      const emphasised = card.getByText('Berth 3', { exact: true })
      expect(await emphasised.evaluate((run) => getComputedStyle(run).fontWeight)).toBe('600')
      await card.getByText('bulk, grain').waitFor()
      expect(await page.getByText('Late').count()).toBe(1)
      const link = card.getByRole('link', { name: 'Open the log · harbor.example' })
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
      expect(await link.getAttribute('href')).toBe('https://harbor.example/log/A14')
      expect(await card.getByRole('link').allTextContents()).toEqual([
        'Why?',
        'Preview',
        'Open the log · harbor.example',
      ])
      expect(await card.locator('button, input, video, b, strong').count()).toBe(0)
      expect(asked.filter((url) => url.includes('harbor.example') || url.includes('from=card'))).toEqual([])
      await fine()
      await card.getByRole('link', { name: 'Preview MV Gannet' }).click()
      await page.getByRole('dialog').getByText('Pilot boarded late because of fog.').waitFor()
    })

    it('falls back to its own layout where a card cannot be shown', async () => {
      await go('/search?q=berth&in=tides')
      const result = page.getByRole('article').filter({ hasText: 'Spring tide' })
      await result.getByRole('link', { name: 'Spring tide', exact: true }).waitFor()
      await result.getByText('Highest of the').waitFor()
      await fine()
    })

    it('explains what the query finds in an item and how it ranks', async () => {
      await go('/search?q=fog%20berth&item=berthcalls%2FA14&panel=why')
      const panel = page.getByRole('dialog', { name: 'Why?' })
      await panel.getByText('For “fog berth”').waitFor()
      await panel
        .getByRole('list', { name: 'What the query finds in it' })
        .getByText('in the content')
        .first()
        .waitFor()
      await panel.getByText('Score', { exact: true }).waitFor()
      await fine()
      await go('/search?q=fog&item=berthcalls%2FA17&panel=why')
      await panel.getByText('but this search leaves it out').waitFor()
      await panel.getByText('The query leaves it out at “fog”.').waitFor()
      await fine()
    })
  })

  it('asks once the typing rests, and drops the question before', async () => {
    const { context, page } = await stage.enter('light', 1280, PERSON)
    const asked: string[] = []
    await page.route('**/api/search/suggest?**', async (route) => {
      const typed = new URL(route.request().url()).searchParams.get('q') ?? ''
      asked.push(typed)
      if (typed === 'la') await new Promise((resolve) => setTimeout(resolve, 1_000))
      await route.fulfill({ json: { value: [{ text: `${typed} of the server`, word: '' }] } }).catch(() => undefined)
    })
    await box(page).pressSequentially('la')
    await expect.poll(() => asked).toEqual(['la'])
    await box(page).pressSequentially('ntern')
    await page.getByRole('option', { name: 'lantern of the server' }).waitFor()
    expect(asked).toEqual(['la', 'lantern'])
    await page.waitForTimeout(1_200)
    expect(await page.getByRole('option').allTextContents()).toEqual(['lantern of the server'])
    await context.close()
  })
})
