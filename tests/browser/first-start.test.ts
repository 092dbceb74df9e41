import { describe, expect, it } from 'vitest'
import { expectAccessible, hasBrowser } from './browser.ts'
import { startFreshServer } from './server.ts'
import { setStage } from './stage.ts'

const PASSWORD = 'eleven lanterns on the mole'

describe.runIf(hasBrowser)('the first start of an organisation of its own', () => {
  const stage = setStage(startFreshServer)

  it('lets the administrator choose a password once, and start', async () => {
    const { context, page, complaints } = await stage.visit('dark', 390)
    await page.goto(stage.server.welcomeUrl)
    const [first, second] = [page.getByLabel('New password'), page.getByLabel('The same password again')]
    await first.fill('short')
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByText('Use at least 12 characters.').waitFor()
    await first.fill(PASSWORD)
    await second.fill(`${PASSWORD}s`)
    await page.getByText('The two passwords differ.').waitFor()
    await expectAccessible(page)
    await second.fill(PASSWORD)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('heading', { name: 'Search Harbour Works' }).waitFor()
    await page.getByText('As an administrator you can connect a source:').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'See the connections' }).click()
    await page.getByRole('heading', { name: 'No connections yet' }).waitFor()
    await page.getByText('npx jumpseat run -- node your-connector.js').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('refuses the link a second time, in words', async () => {
    const { context, page } = await stage.visit('light', 1280)
    await page.goto(stage.server.welcomeUrl)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByLabel('The same password again').fill(PASSWORD)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await page.getByRole('alert').waitFor()
    await expectAccessible(page)
    await context.close()
  })

  it('signs in with the password, and out again', async () => {
    const { context, page } = await stage.visit('light', 1280)
    await page.goto(`${stage.server.url}/signin`)
    await page.getByLabel('Account').fill('admin@harbourworks.example')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await expectAccessible(page)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: /Administrator, account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('Password').waitFor()
    await context.close()
  })
})
