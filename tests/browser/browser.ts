import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

export type Theme = 'light' | 'dark'
export type Width = 1280 | 390

/** Every look that a page must work in. */
export const LOOKS: readonly { readonly theme: Theme; readonly width: Width }[] = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
]

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Browser tests are left out where there is no browser. */
export const hasBrowser = existsSync(CHROMIUM)

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained about so far: console errors, uncaught errors, failed requests. */
  readonly complaints: string[]
}

/** A window in one look; complaints are collected from the start. */
export async function visitor(browser: Browser, theme: Theme, width: Width): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 800 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // Leaving a page ends its live feed and whatever it was loading.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status: ${response.status()} ${response.url()}`)
  })
  return { context, page, complaints }
}

/** Signs in as a person of the sample organisation and waits for `path`. */
export async function signIn(page: Page, url: string, name: string, path = '/search'): Promise<void> {
  await page.goto(`${url}/signin?prompt=login&returnTo=${encodeURIComponent(path)}`)
  await page.getByRole('button', { name: `Sign in as ${name}` }).click()
  await page.waitForURL(`${url}${path}`)
}

/** Nothing that keeps people with disabilities out, as far as a program can tell. Fluent's focus sentinels are not content. */
export async function expectAccessible(page: Page, without: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').disableRules(without).analyze()
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html.slice(0, 300)).join('\n  ')}`,
  )
  expect(found).toEqual([])
}

/** Accessible, no wider than the window, and nothing that the browser complained about. */
export async function expectFine({ page, complaints }: Pick<Visitor, 'page' | 'complaints'>, without: string[] = []) {
  await expectAccessible(page, without)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  expect(complaints).toEqual([])
}

/** Set to renew the pictures of the guides. */
const PICTURES = process.env.RENEW_PICTURES === '1'
const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url))

/** Keeps what is on the page as a picture for the guides, in the looks wanted (`light-1280`); `height` cuts a large one. */
export async function picture(
  page: Page,
  name: string,
  look: string,
  wanted: readonly string[] = [look],
  height = 800,
): Promise<void> {
  if (!PICTURES || !wanted.includes(look)) return
  const size = page.viewportSize()
  const clip = size && size.width > 390 ? { clip: { x: 0, y: 0, width: size.width, height } } : {}
  await page.screenshot({ path: `${IMAGES}/${name}-${look}.png`, ...clip })
}
