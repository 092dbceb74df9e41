/** As much of a browser as a sign-in needs: cookies by path, redirects followed within the server, forms posted. */
export class Browser {
  readonly #origin: string
  readonly #cookies: { name: string; value: string; path: string }[] = []

  constructor(origin: string) {
    this.#origin = origin
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.#origin)
    const headers = new Headers(init.headers)
    const cookies = this.#cookies.filter(({ path }) => target.pathname.startsWith(path))
    if (cookies.length) headers.set('cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
    const answer = await fetch(target, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return answer
  }

  /** Follows redirects within the server until there is a page, a redirect elsewhere or the sign-in page. */
  async follow(url: string, init: RequestInit = {}): Promise<{ url: string; answer: Response }> {
    let at = new URL(url, this.#origin).href
    let answer = await this.request(at, init)
    for (let hops = 0; hops < 10 && answer.status >= 300 && answer.status < 400; hops++) {
      at = new URL(answer.headers.get('location') ?? '', at).href
      if (!at.startsWith(this.#origin) || new URL(at).pathname.startsWith('/signin/')) break
      answer = await this.request(at)
    }
    return { url: at, answer }
  }

  post(path: string, form: Record<string, string>): Promise<{ url: string; answer: Response }> {
    return this.follow(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
  }

  json(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, ...headers },
      body: JSON.stringify(body),
    })
  }

  /** Posts the first form of a page, as its button would. */
  async submit(html: string, more: Record<string, string> = {}): Promise<{ url: string; answer: Response }> {
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
    const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    return this.post(action, { ...Object.fromEntries(fields.map(([, name, value]) => [name, value])), ...more })
  }

  /** From the sign-in page to where it leads. */
  async signIn(signInUrl: string, credentials: object): Promise<{ url: string; answer: Response }> {
    const uid = new URL(signInUrl).pathname.split('/').at(-1)
    const answer = await this.json(`/api/interaction/${uid}/login`, credentials)
    const { redirectTo } = (await answer.json()) as { redirectTo: string }
    return this.follow(redirectTo)
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const name = pair.slice(0, pair.indexOf('='))
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? '/'
    const old = this.#cookies.findIndex((cookie) => cookie.name === name && cookie.path === path)
    if (old >= 0) this.#cookies.splice(old, 1)
    const isGone = attributes.some((part) => /^expires=Thu, 01 Jan 1970/i.test(part))
    if (!isGone) this.#cookies.push({ name, value: pair.slice(pair.indexOf('=') + 1), path })
  }
}
