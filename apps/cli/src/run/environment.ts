import { delimiter } from 'node:path'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'
import { type Credentials, credentialVariables, filled, RIVAL_NAMES } from './credentials.ts'
import { STORE_PASSWORD } from './jks.ts'
import type { TrustFiles } from './trust.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface Setting {
  readonly credentials: Credentials
  /** The local TLS port. */
  readonly target: { readonly host: string; readonly port: number }
  readonly proxyPort: number
  readonly trust: TrustFiles
  /** What is loaded into the program: a script for Node, a folder for Python. */
  readonly hooks: { readonly node: string; readonly python: string }
  /** Names and values of `--env`. */
  readonly extra: Readonly<Record<string, string>>
}

export interface ChildEnvironment {
  readonly env: Record<string, string>
  /** Names of credentials that the user had set to something else and that the program will not see. */
  readonly replaced: readonly string[]
}

/** The environment of the program: the user's own, with what leads it here put in place of what would lead it elsewhere. */
export function environmentFor(own: Environment, setting: Setting): ChildEnvironment {
  const credentials = {
    ...credentialVariables(setting.credentials),
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com',
  }
  const kept = Object.entries(own).filter(([name]) => !RIVAL_NAMES.includes(name))
  const env = Object.fromEntries([
    ...kept,
    ...Object.entries(credentials),
    ...Object.entries(proxies(setting)),
    ...Object.entries(trusted(setting)),
    ...Object.entries(preloads(own, setting)),
    ...Object.entries(setting.extra).map(([name, value]) => [name, filled(value, setting.credentials)]),
  ])
  const differs = (name: string, value: string | undefined) => Boolean(own[name]) && own[name] !== value
  const replaced = [
    ...Object.entries(credentials).filter(([name, value]) => differs(name, value)),
    ...RIVAL_NAMES.filter((name) => differs(name, undefined)).map((name) => [name]),
  ].flatMap(([name]) => name ?? [])
  return { env, replaced }
}

const PROXY_NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const
// Nothing of the user's own list: a pattern in it could exempt a listed host. Our proxy heeds that list for the others.
const EXEMPT = 'localhost,127.0.0.1,::1'

function proxies({ proxyPort }: Setting): Record<string, string> {
  const url = `http://127.0.0.1:${proxyPort}`
  const both = (name: string, value: string) =>
    [
      [name, value],
      [name.toLowerCase(), value],
    ] as const
  return Object.fromEntries([...PROXY_NAMES.flatMap((name) => both(name, url)), ...both('NO_PROXY', EXEMPT)])
}

function trusted({ trust }: Setting): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: trust.additions,
    SSL_CERT_FILE: trust.bundle, // OpenSSL, Python, Go, Ruby, Rust, .NET on Linux
    REQUESTS_CA_BUNDLE: trust.bundle, // Python requests
    CURL_CA_BUNDLE: trust.bundle,
    PIP_CERT: trust.bundle,
    DENO_CERT: trust.bundle,
  }
}

function preloads(own: Environment, setting: Setting): Record<string, string> {
  const java = [
    `-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${setting.proxyPort}`,
    `-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=${setting.proxyPort}`,
    '-Dhttp.nonProxyHosts=localhost|127.*|[::1]',
    `-Djavax.net.ssl.trustStore=${quotedForJava(setting.trust.javaStore)}`,
    `-Djavax.net.ssl.trustStoreType=JKS -Djavax.net.ssl.trustStorePassword=${STORE_PASSWORD}`,
  ]
  return {
    JUMPSEAT_RUN: JSON.stringify({ hosts: MICROSOFT_HOSTS, ...setting.target }),
    // Ours first, so that a preload of the user's own is served too.
    NODE_OPTIONS: words(`--require ${quotedForNode(setting.hooks.node)}`, own.NODE_OPTIONS),
    PYTHONPATH: [setting.hooks.python, own.PYTHONPATH].filter(Boolean).join(delimiter),
    // Ours last, because the last word counts.
    JAVA_TOOL_OPTIONS: words(own.JAVA_TOOL_OPTIONS, ...java),
  }
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}

function quotedForNode(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`
}

function quotedForJava(path: string): string {
  return path.includes(' ') ? `"${path}"` : path
}
