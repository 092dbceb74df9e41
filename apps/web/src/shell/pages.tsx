import type { ReactElement } from 'react'
import type { Me } from '../api/types.ts'
import {
  AppsAddInFilled,
  AppsAddInRegular,
  AppsFilled,
  AppsRegular,
  CardUiFilled,
  CardUiRegular,
  ChatFilled,
  ChatRegular,
  ClipboardTaskListLtrFilled,
  ClipboardTaskListLtrRegular,
  DatabaseSearchFilled,
  DatabaseSearchRegular,
  PlugConnectedFilled,
  PlugConnectedRegular,
  SearchFilled,
  SearchRegular,
} from '../icons.ts'
import { text } from '../messages.ts'
import { APP_ROLES, AUDIT_ROLES, CONNECTION_ROLES, hasRole, SEARCH_ROLES } from '../session.tsx'

export interface PageEntry {
  readonly to: string
  readonly name: string
  readonly icon: ReactElement
  readonly iconHere: ReactElement
  /** Who has it in the rail; absent means everyone. */
  readonly roles?: readonly string[]
}

const PAGES: readonly PageEntry[] = [
  { to: '/chat', name: text.pages.chat, icon: <ChatRegular />, iconHere: <ChatFilled /> },
  { to: '/search', name: text.pages.search, icon: <SearchRegular />, iconHere: <SearchFilled /> },
  { to: '/plugins', name: text.pages.plugins, icon: <AppsAddInRegular />, iconHere: <AppsAddInFilled /> },
  {
    to: '/connections',
    name: text.pages.connections,
    icon: <PlugConnectedRegular />,
    iconHere: <PlugConnectedFilled />,
    roles: CONNECTION_ROLES,
  },
  {
    to: '/result-types',
    name: text.pages.resultTypes,
    icon: <CardUiRegular />,
    iconHere: <CardUiFilled />,
    roles: SEARCH_ROLES,
  },
  {
    to: '/verticals',
    name: text.pages.verticals,
    icon: <DatabaseSearchRegular />,
    iconHere: <DatabaseSearchFilled />,
    roles: SEARCH_ROLES,
  },
  {
    to: '/apps',
    name: text.pages.apps,
    icon: <AppsRegular />,
    iconHere: <AppsFilled />,
    roles: APP_ROLES,
  },
  {
    to: '/audit',
    name: text.pages.audit,
    icon: <ClipboardTaskListLtrRegular />,
    iconHere: <ClipboardTaskListLtrFilled />,
    roles: AUDIT_ROLES,
  },
]

/** The pages that this person's roles open. */
export const pagesOf = (me: Me): readonly PageEntry[] =>
  PAGES.filter(({ roles }) => roles === undefined || hasRole(me, roles))
