import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, type Service, startService } from '../../scripts/quickstart/skills.ts'
import { expectFine, hasBrowser, picture, type Visitor } from './browser.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const PLUGIN = new URL('../../examples/api-plugin/', import.meta.url)
const FILES = [
  'manifest.json',
  'agent.json',
  'color.png',
  'outline.png',
  'plugin/ai-plugin.json',
  'plugin/openapi.yaml',
  'plugin/cards/light.json',
  'plugin/cards/visit.json',
]

/** The package of the Light Desk, for a service at this address. */
function packageFor(url: string): Buffer {
  const bytes = (name: string) => readFileSync(new URL(`appPackage/${name}`, PLUGIN))
  const file = (name: string) =>
    name.endsWith('.png')
      ? bytes(name)
      : Buffer.from(
          bytes(name)
            .toString('utf8')
            .replace(/\$\{\{\w+\}\}/g, url),
        )
  return Buffer.from(zipSync(Object.fromEntries(FILES.map((name) => [name, new Uint8Array(file(name))]))))
}

/** An administrator installs the example plugin and sets its key; people use it from chat. */
describe.runIf(hasBrowser)('apps and plugins', () => {
  const key = newKey()
  const stage = setStage(startServer)
  let desk: Service
  const visitors: Visitor[] = []
  beforeAll(async () => {
    desk = await startService(PLUGIN.pathname, { LIGHT_DESK_KEY: key })
  }, 120_000)
  afterAll(() => desk?.process.kill())

  const open = async (name: string, path: string, theme: 'light' | 'dark', width: 1280 | 390): Promise<Page> => {
    const one = await stage.enter(theme, width, name, path)
    visitors.push(one)
    return one.page
  }
  const fine = async (page: Page, without: string[] = []) => {
    await expectFine({ page, complaints: visitors.flatMap(({ complaints }) => complaints) }, without)
  }
  const visitsOf = async (light: string) => {
    const response = await fetch(`${desk.url}/visits?lightId=${light}`, { headers: { 'x-light-desk-key': key } })
    return ((await response.json()) as { visits: { day: string; technician: string; task: string }[] }).visits
  }

  it('are installed by an administrator, who sets the key', async () => {
    const page = await open('Ingrid Solberg', '/apps', 'light', 1280)
    await page.getByText('No apps yet.').waitFor()
    await fine(page)
    const buffer = packageFor(desk.url)
    await page.locator('input[type=file]').setInputFiles({ name: 'desk.zip', mimeType: 'application/zip', buffer })
    await page.getByText('Light Desk 1.0.0 is installed for everyone.').waitFor()
    await page.getByText('The key light-desk-key is not set.').waitFor()
    await page.getByRole('button', { name: '6 functions' }).click()
    await page.getByText('Light Desk: cancelVisit').waitFor()
    await fine(page)
    await picture(page, 'apps', 'light-1280')
    await page.getByRole('button', { name: 'Set the key light-desk-key' }).click()
    await page.getByLabel('Address that it is sent to').fill(desk.url)
    await page.getByLabel('Key', { exact: true }).fill(key)
    await fine(page)
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByText('The key light-desk-key is kept').waitFor()
    await page.getByText('It may call public addresses only.').waitFor()
    await page.getByRole('button', { name: 'Private places' }).click()
    await page.getByLabel('Host names and address blocks, one a line').fill('127.0.0.1')
    await fine(page)
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByText('It may also call 127.0.0.1.').waitFor()
  })

  it.each([
    { theme: 'light', width: 1280, name: 'Oskar Nyberg', day: '2026-12-01' },
    { theme: 'dark', width: 390, name: 'Zanele Khumalo', day: '2026-12-02' },
  ] as const)('answer in chat, and ask before they write: $theme at $width', async ({ theme, width, name, day }) => {
    const page = await open(name, '/chat', theme, width)
    await page.getByText('Looks up harbour lights').waitFor()
    await fine(page)
    const box = page.getByRole('textbox', { name: 'Message', exact: true })
    await box.pressSequentially('@light')
    await page.getByRole('option', { name: /^Light Desk/ }).waitFor()
    await fine(page)
    await page.keyboard.press('Enter')
    await page.getByText('With Light Desk').first().waitFor()
    await box.fill('Which harbour lights are dark?')
    await box.press('Enter')
    const first = page.getByRole('region', { name: /^Confirm: / })
    await first.getByText('You use this app for the first time.').waitFor()
    await first.getByText('Privacy policy (lumenquay.example)').waitFor()
    await fine(page)
    await first.getByRole('button', { name: 'Allow once' }).click()
    await page.getByText('East breakwater').first().waitFor()
    await page.getByText('The answer is complete.').waitFor({ state: 'attached' })
    await fine(page)
    await page
      .getByRole('article')
      .getByRole('button', { name: /^Open \(127\.0\.0\.1:/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'This leads out of Jumpseat' }).getByText('not encrypted').waitFor()
    await fine(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await box.fill(`Book a visit to HL-0518 on ${day} for technician ${name}, task "Check the fuse"`)
    await box.press('Enter')
    const second = page.getByRole('region', { name: 'Confirm: Book this visit?' })
    await second.getByText('Check the fuse').first().waitFor()
    expect((await visitsOf('HL-0518')).filter((visit) => visit.day === day)).toEqual([])
    await picture(page, 'chat-confirm', `${theme}-${width}`, ['light-1280'])
    await second.getByRole('button', { name: 'Decline' }).click()
    await page.getByText(/bookVisit · declined/).waitFor()
    expect((await visitsOf('HL-0518')).filter((visit) => visit.day === day)).toEqual([])

    await page.getByRole('button', { name: 'Try again' }).click()
    await second.getByRole('button', { name: 'Allow once' }).click()
    await page.getByText(/bookVisit · answered/).waitFor()
    expect((await visitsOf('HL-0518')).filter((visit) => visit.day === day)).toMatchObject([
      { technician: name, task: 'Check the fuse' },
    ])
    await fine(page)
  })

  it('are switched off by a person, and blocked and removed for everyone', async () => {
    const person = await open('Farah Siddiqui', '/plugins', 'light', 390)
    await person.getByRole('switch', { name: 'Light Desk is on' }).waitFor()
    await picture(person, 'plugins', 'light-390')
    await person.getByRole('switch', { name: 'Light Desk is on' }).click()
    await person.getByRole('switch', { name: 'Light Desk is off' }).waitFor()
    await fine(person)
    const page = await open('Ingrid Solberg', '/apps', 'dark', 390)
    await page.getByRole('button', { name: 'Block' }).click()
    await page.getByText('Blocked').waitFor()
    await fine(page)
    await person.reload()
    await person.getByText('No plugins are installed.').waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No apps yet.').waitFor()
  })

  it('name their API description by address: it is fetched, pinned, and a changed one waits', async () => {
    const tides = (operationId: string) =>
      JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'Tides', version: '1' },
        paths: { '/tides': { get: { operationId, description: 'Heights of the tide.', responses: {} } } },
      })
    let description = tides('tideTable')
    const service = createServer((_request, response) => response.end(description))
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    const { port } = service.address() as AddressInfo
    const plugin = {
      schema_version: 'v2.2',
      name_for_human: 'Tides',
      namespace: 'tides',
      description_for_human: 'Heights of the tide.',
      runtimes: [{ type: 'OpenApi', auth: { type: 'None' }, spec: { url: `http://127.0.0.1:${port}/openapi.json` } }],
    }
    const buffer = Buffer.from(zipSync({ 'ai-plugin.json': new Uint8Array(Buffer.from(JSON.stringify(plugin))) }))
    const page = await open('Ingrid Solberg', '/apps', 'light', 390)
    await page.locator('input[type=file]').setInputFiles({ name: 'tides.zip', mimeType: 'application/zip', buffer })
    await page.getByText(/leads to an address that may not be called/).waitFor()
    await fine(page)
    await page.getByRole('button', { name: 'Private places' }).click()
    await page.getByLabel('Host names and address blocks, one a line').fill('127.0.0.1')
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('button', { name: '1 function' }).click()
    await page.getByText('Tides: tideTable').waitFor()
    description = tides('moonTable')
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByText('New functions: moonTable').waitFor()
    await page.getByText('Tides: tideTable').waitFor()
    await fine(page)
    const dark = await open('Ingrid Solberg', '/apps', 'dark', 1280)
    await dark.getByText('Functions that go: tideTable').waitFor()
    await fine(dark)
    await dark.getByRole('button', { name: 'Accept the new description' }).click()
    await dark.getByRole('button', { name: '1 function' }).click()
    await dark.getByText('Tides: moonTable').waitFor()
    await new Promise((resolve) => service.close(resolve))
  })
})
