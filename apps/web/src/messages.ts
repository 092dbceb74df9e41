import { count, plural } from './lib/count.ts'
import { appsText } from './messages/apps.ts'
import { auditText } from './messages/audit.ts'
import { chatText } from './messages/chat.ts'
import { connectionsText, fillText } from './messages/connections.ts'
import { resultTypesText } from './messages/result-types.ts'
import { searchTexts } from './messages/search.ts'
import { signInText, welcomeText } from './messages/sign-in.ts'
import { verticalsText } from './messages/verticals.ts'

/** Every string that a person reads, in one place. Functions take what varies. */
export const text = {
  product: 'Jumpseat',
  apps: appsText,
  verticals: verticalsText,
  chat: chatText,
  pages: {
    apps: 'Apps',
    chat: 'Chat',
    plugins: 'Plugins',
    search: 'Search',
    connections: 'Connections',
    resultTypes: 'Result types',
    verticals: 'Verticals',
    audit: 'Audit',
  },
  shell: {
    rail: 'Pages',
    skip: 'Skip to content',
    theme: 'Theme',
    themes: { system: 'Same as system', light: 'Light', dark: 'Dark' },
    person: (name: string) => `${name}, account and sign out`,
    signOut: 'Sign out',
    switchPerson: 'Switch person',
    runningWork: (n: number) => `${plural(n, 'task', 'tasks')} running`,
    workHint: 'You can leave; this goes on by itself.',
  },
  command: {
    label: 'Go to a page, search, or find a connection',
    hint: 'Go anywhere',
    shortcut: 'Ctrl K',
    open: 'Open the command box',
    searchFor: (query: string) => `Search for “${query}”`,
    groups: { search: 'Search', pages: 'Pages', connections: 'Connections' },
  },
  problem: {
    title: 'That did not work',
    unreachable: {
      code: 'unreachable',
      message: 'The server did not answer.',
      fix: 'Check that Jumpseat is running and that your network reaches it, then try again.',
    },
    page: {
      code: 'page',
      message: 'This page broke while it was being drawn.',
      fix: 'Load it again. If it breaks again, copy the details and tell an administrator.',
    },
    unknown: 'The server refused without saying why.',
    kept: 'Nothing was changed.',
    retry: 'Try again',
    copy: 'Copy details',
  },
  denied: {
    title: 'Your roles do not open this page',
    who: (organisation: string) => `A global administrator of ${organisation} can grant one of these roles:`,
    back: 'Go to search',
  },
  missing: { title: 'There is no page here', body: 'The address may be mistyped, or the page has moved.' },
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  close: 'Close',
  unknownTime: 'unknown',
  unknown: 'Unknown',
  yes: 'Yes',
  no: 'No',
  save: 'Save',
  cancel: 'Cancel',
  roles: {
    globalAdministrator: 'Global administrator',
    globalReader: 'Global reader',
    searchAdministrator: 'Search administrator',
    searchEditor: 'Search editor',
    aiAdministrator: 'AI administrator',
    complianceAdministrator: 'Compliance administrator',
  } as Readonly<Record<string, string>>,
  signIn: signInText,
  welcome: welcomeText,
  ...searchTexts,
  leave: {
    title: 'This leads out of Jumpseat',
    lead: 'The address comes from outside, not from your organisation. It leads to',
    isOpen: 'What you send there can be read on the way: the connection is not encrypted.',
    isForeign: 'The name has letters that may look like others.',
    isNumber: 'There is a number in place of a name.',
    go: (host: string) => `Go to ${host}`,
    stay: 'Stay here',
  },
  card: {
    preview: 'Preview',
    previewOf: (title: string) => `Preview ${title}`,
    open: 'Open',
    link: (title: string, host: string) => `${title} · ${host}`,
    picture: 'Picture, not loaded',
  },
  table: {
    filter: 'Filter',
    filterIn: (table: string) => `Filter ${table.toLowerCase()}`,
    columns: 'Columns',
    csv: 'CSV',
    count: (shown: number, all: number) => (shown === all ? `${count(all)} shown` : `${count(shown)} of ${count(all)}`),
    nothing: 'Nothing matches the filter.',
  },
  fill: fillText,
  connections: connectionsText,
  resultTypes: resultTypesText,
  audit: auditText,
  chip: {
    user: 'Person',
    group: 'Group',
    externalGroup: 'Group of the source',
    everyone: 'Everyone',
    everyoneExceptGuests: 'Everyone except guests',
    connection: 'Connection',
    app: 'App',
  },
} as const
