import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectFine, hasBrowser, picture, type Visitor } from './browser.ts'
import { fill } from './corpus.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const QUESTION = 'How do I roll back the lantern firmware?'

/** Whole conversations with the built-in model, over items that the person may read. */
describe.runIf(hasBrowser)('the chat page', () => {
  const stage = setStage(startServer, fill)

  describe.each([
    { theme: 'light', width: 1280, name: 'Alina Petrescu' },
    { theme: 'dark', width: 390, name: 'Marcus Webb' },
  ] as const)('$theme at $width', ({ theme, width, name }) => {
    let person: Visitor
    let page: Page
    beforeAll(async () => {
      person = await stage.enter(theme, width, name, '/chat')
      page = person.page
    })
    afterAll(() => person.context.close())

    const box = () => page.getByRole('textbox', { name: 'Message', exact: true })
    const answers = () => page.getByRole('article')
    /** Done when so many answers are there and none is being written. */
    const complete = async (count: number) => {
      await page
        .getByRole('link', { name: 'How was this answered?' })
        .nth(count - 1)
        .waitFor()
      await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' })
      expect(await answers().count()).toBe(count)
    }
    const ask = async (prompt: string, count: number) => {
      await box().fill(prompt)
      await box().press('Enter')
      await complete(count)
    }
    const fine = async (without: string[] = []) => {
      await expectFine(person, without)
    }
    const openList = async () => {
      if (width === 390) await page.getByRole('button', { name: 'Show conversations' }).click()
    }

    it('says what it is for before the first question', async () => {
      await page.getByRole('heading', { name: `What do you want to know, ${name.split(' ')[0]}?` }).waitFor()
      expect(await box().evaluate((element) => element === document.activeElement)).toBe(true)
      await fine()
    })

    it('answers from what the person may read, with the source, and shows how', async () => {
      await ask(QUESTION, 1)
      await page.waitForURL('**/chat/*')
      expect(await answers().last().innerText()).toContain('hold the service magnet')
      await fine()
      await picture(page, 'chat-answer', `${theme}-${width}`, ['light-1280'])
      await answers()
        .getByRole('button', { name: /^Source 1: Lantern firmware 4\.2/ })
        .first()
        .click()
      await page.getByRole('dialog', { name: /Lantern firmware 4\.2/ }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'How was this answered?' }).click()
      await page.getByRole('dialog').getByText('Search what you may read').waitFor()
      await fine()
      await picture(page, 'chat-how', `${theme}-${width}`, ['light-1280'])
      expect(new URL(page.url()).searchParams.get('how')).not.toBeNull()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    it('goes on, again, and in other words', async () => {
      await ask('What changed in the fog sensor?', 2)
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByText('The answer is complete.').waitFor({ state: 'attached' })
      await complete(2)
      await page.getByRole('button', { name: 'Edit' }).first().click()
      const words = page.getByRole('textbox', { name: 'Message in other words' })
      await words.fill('Why does the watchdog bite twice?')
      await page.getByRole('button', { name: 'Send again' }).click()
      await page.getByText('came from the boot loader').waitFor()
      await complete(1)
      await page.reload()
      await page.getByText('came from the boot loader').waitFor()
      await fine()
    })

    it('takes thumbs and a reason', async () => {
      await page.getByRole('button', { name: 'Bad answer' }).click()
      await page.getByRole('textbox', { name: 'What was wrong?' }).fill('Too short')
      // The surface is drawn at the end of the document, outside every landmark; the focus goes into it.
      await fine(['region'])
      await page.getByRole('button', { name: 'Send', exact: true }).first().click()
      await page.getByText('It is kept with the answer.').waitFor()
    })

    it('shows developers how each answer came about', async () => {
      await box().fill('-developer on')
      await box().press('Enter')
      await page.getByText('Developer mode is on').waitFor()
      await page.getByText(/^By built-in/).waitFor()
      await fine()
      await box().fill('-developer off')
      await box().press('Enter')
      await page.getByText('Developer mode is off').waitFor()
    })

    it('renames, deletes and takes a deletion back', async () => {
      await openList()
      await page.getByRole('button', { name: /^More for/ }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Watchdog')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await openList()
      await page.getByRole('button', { name: 'More for Watchdog' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByText('“Watchdog” is deleted.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await openList()
      await page.getByRole('link', { name: 'Watchdog' }).waitFor()
      await page.getByRole('button', { name: 'More for Watchdog' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      // Leaving the page does not wait for the ten seconds.
      await page.goto(`${stage.server.url}/search`)
      await page.goto(`${stage.server.url}/chat`)
      await openList()
      await page.getByText('No conversations yet.').waitFor()
    })
  })
})
