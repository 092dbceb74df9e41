import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectFine, hasBrowser, LOOKS, picture, type Visitor } from './browser.ts'
import { fill } from './corpus.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

interface Scene {
  readonly name: string
  readonly as: string
  readonly path: string
  /** What must be on the page; a test id is never needed. */
  readonly shows: (page: Page) => Promise<void>
  /** Looks kept as a picture in the guides, as `theme-width`. */
  readonly pictures?: readonly string[]
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor()
const words = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()

const ADMIN = 'Ingrid Solberg'
const SCENES: readonly Scene[] = [
  { name: 'search-empty', as: ADMIN, path: '/search', shows: heading('Search Lumen Quay') },
  {
    name: 'search-results',
    as: 'Alina Petrescu',
    path: '/search?q=lantern',
    shows: heading('Field guide: replacing a lantern in fog'),
    pictures: ['light-1280'],
  },
  {
    name: 'search-nothing',
    as: 'Alina Petrescu',
    path: '/search?q=payroll',
    shows: words('Nothing that you may read matches “payroll”.'),
  },
  {
    name: 'preview',
    as: 'Alina Petrescu',
    path: '/search?q=lantern&item=firmware%2FBCN-014',
    shows: words('Open at docs.lumenquay.example'),
  },
  {
    name: 'why',
    as: 'Alina Petrescu',
    path: '/search?q=lantern&item=firmware%2FBCN-014&panel=why',
    shows: words('Firmware belongs to Engineering.'),
    pictures: ['dark-1280'],
  },
  {
    name: 'why-another',
    as: ADMIN,
    path: '/connections/firmware?tab=items&item=BCN-033',
    shows: words('Whose view'),
  },
  {
    name: 'connections',
    as: ADMIN,
    path: '/connections',
    shows: words('Field service log'),
    pictures: ['light-1280'],
  },
  {
    name: 'connection',
    as: ADMIN,
    path: '/connections/firmware',
    shows: heading('Firmware notebook'),
  },
  { name: 'connection-schema', as: ADMIN, path: '/connections/firmware?tab=schema', shows: words('stringCollection') },
  { name: 'connection-items', as: ADMIN, path: '/connections/firmware?tab=items', shows: words('BCN-021') },
  {
    name: 'connection-refused',
    as: ADMIN,
    path: '/connections/firmware?tab=refused',
    shows: words('BCN-099'),
    pictures: ['light-1280'],
  },
  {
    name: 'connection-apps',
    as: ADMIN,
    path: '/connections/firmware?tab=access',
    shows: heading('Apps that may fill it'),
  },
  { name: 'connection-draft', as: ADMIN, path: '/connections/handbook?tab=schema', shows: words('No schema yet') },
  {
    name: 'connections-denied',
    as: 'Alina Petrescu',
    path: '/connections',
    shows: words('Your roles do not open this page'),
  },
  {
    name: 'result-types',
    as: ADMIN,
    path: '/result-types',
    shows: words('Built-in layout'),
  },
  {
    name: 'result-type-new',
    as: ADMIN,
    path: '/result-types?edit=new',
    shows: words('Add condition'),
  },
  {
    name: 'result-types-denied',
    as: 'Alina Petrescu',
    path: '/result-types',
    shows: words('Your roles do not open this page'),
  },
  { name: 'verticals-empty', as: ADMIN, path: '/verticals', shows: words('No verticals yet') },
  {
    name: 'vertical-new',
    as: ADMIN,
    path: '/verticals?edit=new',
    shows: words('As people see it on the search page.'),
  },
  {
    name: 'verticals-denied',
    as: 'Alina Petrescu',
    path: '/verticals',
    shows: words('Your roles do not open this page'),
  },
  { name: 'chat-empty', as: 'Alina Petrescu', path: '/chat', shows: heading('What do you want to know, Alina?') },
  { name: 'plugins-empty', as: 'Alina Petrescu', path: '/plugins', shows: words('No plugins are installed.') },
  { name: 'apps-empty', as: ADMIN, path: '/apps', shows: words('No apps yet.') },
  { name: 'apps-denied', as: 'Alina Petrescu', path: '/apps', shows: words('Your roles do not open this page') },
  { name: 'audit', as: 'Helena Costa', path: '/audit', shows: words('App registered'), pictures: ['light-1280'] },
  { name: 'audit-denied', as: ADMIN, path: '/audit', shows: words('Compliance administrator') },
]

describe.runIf(hasBrowser)('every page, in every look', () => {
  const stage = setStage(startServer, fill)

  describe.each(LOOKS)('$theme at $width', ({ theme, width }) => {
    const look = `${theme}-${width}`
    const visitors = new Map<string, Visitor>()
    const visitorFor = async (name: string): Promise<Visitor> => {
      const known = visitors.get(name)
      if (known) return known
      const made = await stage.enter(theme, width, name)
      visitors.set(name, made)
      return made
    }
    afterAll(async () => {
      for (const { context } of visitors.values()) await context.close()
    })

    it('sign-in', async () => {
      const { context, page, complaints } = await stage.visit(theme, width)
      await page.goto(`${stage.server.url}/signin?returnTo=/search`)
      await page.getByRole('button', { name: 'Sign in as Maren Voss' }).waitFor()
      await expectAccessible(page)
      expect(complaints).toEqual([])
      await context.close()
    })

    it.each(SCENES)('$name', async ({ name, as, path, shows, pictures }) => {
      const { page, complaints } = await visitorFor(as)
      complaints.length = 0
      await page.goto(`${stage.server.url}${path}`)
      await shows(page)
      await page.evaluate(() => document.fonts.ready)
      await expectFine({ page, complaints })
      await picture(page, name, look, pictures ?? [])
    })

    it('loading and failing', async () => {
      const { page } = await visitorFor('Alina Petrescu')
      await page.route('**/v1.0/search/query', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 600))
        await route.fulfill({
          status: 503,
          json: {
            error: {
              code: 'ServiceUnavailable',
              message: 'The index is being rebuilt.',
              innerError: { fix: 'Try again in a minute.', 'request-id': '3f2b0f6e-0000-4000-8000-000000000000' },
            },
          },
        })
      })
      await page.goto(`${stage.server.url}/search?q=lantern`)
      await page.getByLabel('Loading').waitFor()
      await page.getByRole('alert').waitFor()
      await page.getByText('Try again in a minute.').waitFor()
      await page.getByText('3f2b0f6e-0000-4000-8000-000000000000').waitFor()
      await expectAccessible(page)
      await page.unroute('**/v1.0/search/query')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('heading', { name: 'Field guide: replacing a lantern in fog' }).waitFor()
    })

    it('nothing connected yet', async () => {
      const { page, complaints } = await visitorFor(ADMIN)
      complaints.length = 0
      await page.route('**/api/connections', (route) => route.fulfill({ json: { value: [] } }))
      await page.goto(`${stage.server.url}/connections`)
      await page.getByText('npx jumpseat run -- node your-connector.js').waitFor()
      await expectAccessible(page)
      await page.unroute('**/api/connections')
      expect(complaints).toEqual([])
    })
  })
})
