// What a sample connector is to the runner, and what several of them share.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppCredentials } from '../harness/server.ts'

export interface SampleContext {
  readonly app: AppCredentials
  /** An app that people sign in to, with the scopes to read. */
  readonly publicAppId: string
  /** The sample's folder in its clean checkout. */
  readonly folder: string
  /** A module or program of the tools that samples expect on the machine. */
  readonly tool: (path: string) => string
  /** A free port for what the sample itself listens on. */
  readonly port: number
}

export type Words = readonly string[]
export type Texts = Readonly<Record<string, string>>
export type Effect = 'all' | 'none' | readonly string[]

/** A command that goes through `jumpseat run`. */
export interface Step {
  readonly words: Words
  /** Who signs in when the command shows a device code. */
  readonly signInAs?: string
  /** What its output must not hold, for programs that end with 0 whatever they found. */
  readonly mustNotSay?: RegExp
}

/** A program that stays and provisions when an administrator switches its connector on, and takes down when off. */
export interface Webhook {
  readonly words: Words
  /** Path on the sample's port that takes the notification. */
  readonly path: string
}

export interface Sample {
  readonly name: string
  /** The client library under test, as the table of results names it. */
  readonly client: string
  readonly language: string
  readonly exercised: string
  /** Empty for what comes from a package registry alone. */
  readonly repository: string
  readonly commit: string
  readonly folder: string
  /** Fetches the sample's dependencies by its own lock file. */
  readonly install: readonly Words[]
  /** Files that the README or the setup script has the user make. */
  readonly files?: (context: SampleContext) => Texts
  /** Source data that is on the internet, or left out by some mirrors: written only where the checkout has none. */
  readonly data?: Texts
  readonly env?: (context: SampleContext) => Texts
  /** The storage emulator that the README has the user start. */
  readonly needsStorage?: boolean
  /** Commands before the first that speaks to the server. */
  readonly prepare?: (context: SampleContext) => readonly Words[]
  readonly steps?: (context: SampleContext) => readonly (Step | Words)[]
  readonly webhook?: (context: SampleContext) => Webhook
  readonly connection: string
  readonly items: (folder: string) => readonly string[]
  /** What each person of the sample organisation finds; by default members find all and guests nothing. */
  readonly sees?: Readonly<Record<string, Effect>>
  readonly notes: string
}

export const MEMBER = 'alina.petrescu@lumenquay.example'
export const OTHER_MEMBER = 'ruth.adeyemi@lumenquay.example'
export const GUEST = 'viktor.stahl@stahl-harbour.example'
export const ADMINISTRATOR = 'ingrid.solberg@lumenquay.example'
export const EVERYONE_SEES: Readonly<Record<string, Effect>> = { [MEMBER]: 'all', [GUEST]: 'none' }

/** Programs that the READMEs take for granted, from the npm registry. */
export const TOOLS: Texts = {
  tsx: '4.23.15',
  azurite: '3.35.0',
  zx: '8.8.5',
  '@pnp/cli-microsoft365': '11.11.0',
}
/** Telemetry of the command-line client; its newest version asks for a package that registries do not all have. */
export const TOOL_OVERRIDES = { '@pnp/cli-microsoft365': { applicationinsights: '3.16.0' } }

export const PNP = { repository: 'pnp/graph-connectors-samples', commit: '923967f9404ae2e7e3821f2aee07ff63fe4291d8' }
export const CAMP = { repository: 'microsoft/copilot-camp', commit: '9b582849e5a646025b9ad3bc50a64814169f7e2d' }
/** What comes from a registry and is driven by words of ours. */
export const NO_REPOSITORY = { repository: '', commit: '', folder: '' }

// Install scripts only fetch the Functions host, which is not to be had offline and for which we have a stand-in.
export const NPM_CI: readonly Words[] = [['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']]
export const NODE_CLIENT = '@microsoft/microsoft-graph-client, @azure/identity'

/** Values of `name: …` in the front matter of every file in a folder. */
export function frontMatter(name: string, folder: string): readonly string[] {
  const line = new RegExp(`^${name}:\\s*(["']?)(.+?)\\1\\s*$`, 'm')
  return readdirSync(folder)
    .filter((file) => /\.(md|markdown)$/.test(file))
    .map((file) => line.exec(readFileSync(join(folder, file), 'utf8'))?.[2] ?? '')
}
