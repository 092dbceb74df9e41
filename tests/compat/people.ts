// What people do while a sample runs: sign in with a device code, and switch a packaged connector on and off.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Browser } from '../../packages/authority/src/testing/browser.ts'
import type { ServerProcess } from '../harness/server.ts'
import { ADMINISTRATOR } from './sample.ts'

const PUBLIC_SCOPES = ['User.Read', 'ExternalConnection.Read.All', 'ExternalItem.Read.All']
const CONNECTOR_ID = '3b0ba3a6-6f3f-4c0e-9d5c-1d5b4b7c9a10'

/** An app that people sign in to. */
export async function publicApp(server: ServerProcess): Promise<string> {
  const token = `Operator ${readFileSync(join(server.folder, 'operator.token'), 'utf8')}`
  const body = { displayName: 'People who sign in', isPublic: true, scopes: PUBLIC_SCOPES }
  return (await server.call('POST', '/api/operator/apps', { token, body })).json.appId
}

/** Watches for a device code and does what its text asks for: opens the page, confirms, signs in. */
export function signInOnCode(server: ServerProcess, person: string): (line: string) => void {
  return (line) => {
    const code = /enter the code (\S+)/i.exec(line)?.[1]
    if (code !== undefined) signIn(server, person, code).catch((error) => process.stderr.write(`${error}\n`))
  }
}

async function signIn(server: ServerProcess, person: string, code: string): Promise<void> {
  const browser = new Browser(server.url)
  const shown = await browser.follow(`/devicelogin?user_code=${code}`)
  const confirmed = await browser.submit(await shown.answer.text())
  const toSignIn = await browser.submit(await confirmed.answer.text())
  await browser.signIn(toSignIn.url, { samplePerson: person })
}

/** Makes a packaged connector known whose notifications go to `notificationUrl`; gives the administrator's switch. */
export async function packagedConnector(server: ServerProcess, appId: string, notificationUrl: string) {
  const token = await server.userToken(ADMINISTRATOR)
  const change = async (path: string, body: object) => {
    const { status, text } = await server.call('POST', `/api/connectors${path}`, { token, body })
    if (status >= 300) throw new Error(`/api/connectors${path} answered ${status} ${text}`)
  }
  await change('', { connectorId: CONNECTOR_ID, appId, notificationUrl })
  return (state: 'enabled' | 'disabled') => change(`/${CONNECTOR_ID}/toggle`, { state })
}

/** Waits until `isSo`; false when it took too long. */
export async function waitFor(isSo: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(500)) if (await isSo()) return true
  return false
}
