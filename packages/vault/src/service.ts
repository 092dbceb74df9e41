import type { Recorder } from '@jumpseat/audit'
import { authorOf } from '@jumpseat/directory'
import type { Store } from '@jumpseat/store'
import { vaultErrors } from './errors.ts'
import { dropSecret, dropSecretsOf, keepSecret, secretAt, secretsOf } from './records.ts'
import type { KeyAnswer, NewSecret, SecretPlace, Vault } from './types.ts'

export interface VaultOptions {
  readonly store: Pick<Store, 'read' | 'write' | 'sealer'>
  readonly record: Recorder
  readonly now?: () => number
}

/** Of one key. Contract: plugins-and-packages 6.2 and C12. */
const LONGEST_KEY = 2_048
const MOST_KEYS = 2
const LONGEST_NAME = 128

export function createVault({ store, record, now = Date.now }: VaultOptions): Vault {
  return {
    async set(secret, actor) {
      refuseWrong(secret)
      const before = secretAt(store, secret)?.record
      const { tenantId, app, reference, name, baseUrl, keys } = secret
      await store.write([
        keepSecret(store, secret, now()),
        ...record({
          ...authorOf(actor),
          tenantId,
          action: before === undefined ? 'secret.create' : 'secret.replace',
          object: { type: 'secret', id: idOf(secret), name },
          ...(before === undefined ? {} : { before: { name: before.name, baseUrl: before.baseUrl } }),
          after: { name, baseUrl, keyCount: keys.length },
        }),
      ])
      return { tenantId, app, reference, name, baseUrl, keyCount: keys.length, changedAt: now() }
    },

    async remove(place, actor) {
      const found = secretAt(store, place)
      if (!found) throw vaultErrors.secretNotFound()
      const { name, baseUrl } = found.record
      await store.write([
        dropSecret(place),
        ...record({
          ...authorOf(actor),
          tenantId: place.tenantId,
          action: 'secret.delete',
          object: { type: 'secret', id: idOf(place), name },
          before: { name, baseUrl },
        }),
      ])
    },

    list: (tenantId) => secretsOf(store, tenantId),
    has: (place) => secretAt(store, place) !== undefined,

    keyFor({ url, attempt, ...place }) {
      const found = secretAt(store, place)
      if (!found) return refused(vaultErrors.noConfiguration({ reference: place.reference }))
      if (!isBelow(url, found.record.baseUrl)) return refused(vaultErrors.baseUrlMismatch())
      const key = found.keys[attempt - 1]
      return key === undefined ? refused(vaultErrors.keysSpent()) : { kind: 'given', key }
    },

    forget: (tenantId, app) => [dropSecretsOf(tenantId, app)],
  }
}

const idOf = ({ app, reference }: SecretPlace) => (reference === '' ? app : `${app}/${reference}`)

const refused = ({ code, message, fix }: { code: string; message: string; fix: string }): KeyAnswer => ({
  kind: 'refused',
  code,
  message,
  fix,
})

function refuseWrong({ app, name, baseUrl, keys }: NewSecret): void {
  const wrong = (reason: string, fix: string, place: string) => vaultErrors.secretInvalid({ reason, fix }, { place })
  if (app === '') throw wrong('The app is missing.', 'Name the app that may use the key.', 'app')
  if (name.length > LONGEST_NAME)
    throw wrong('The name is too long.', `Send at most ${LONGEST_NAME} characters.`, 'name')
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw wrong('The base URL cannot be read.', 'Send an address such as https://api.example/v1.', 'baseUrl')
  const isKey = (key: string) => key.length >= 1 && key.length <= LONGEST_KEY && /^[\x20-\x7e]+$/.test(key)
  if (keys.length < 1 || keys.length > MOST_KEYS || !keys.every(isKey))
    throw wrong('The keys cannot be used.', `Send one or two keys of 1 to ${LONGEST_KEY} printable characters.`, 'keys')
}

/** Same origin, and the path is the base's or below it; so `/v1` does not open `/v12`. */
function isBelow(url: string, base: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(base)) return false
  const [called, allowed] = [new URL(url), new URL(base)]
  const folder = allowed.pathname.replace(/\/+$/, '')
  const isInside = called.pathname === folder || called.pathname.startsWith(`${folder}/`)
  // A path that climbs is resolved by `URL`; one that hides its slashes is not taken.
  return called.origin === allowed.origin && isInside && !/%2e%2e|%2f|%5c/i.test(called.pathname)
}
