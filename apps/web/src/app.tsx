import { FluentProvider } from '@fluentui/react-components'
import { lazy, useEffect, useMemo, useState } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { useMediaQuery } from './lib/useMediaQuery.ts'
import { LiveFeed } from './live.tsx'
import { SearchPage } from './pages/search/SearchPage.tsx'
import { SignInPage } from './pages/signin/SignInPage.tsx'
import { WelcomePage } from './pages/signin/WelcomePage.tsx'
import { Missing } from './parts/Missing.tsx'
import { Session } from './session.tsx'
import { Shell } from './shell/Shell.tsx'
import { ThemeContext } from './shell/ThemeMenu.tsx'
import { dark, light, rememberedTheme, rememberTheme, type ThemeChoice } from './theme.ts'

const ChatPage = lazy(() => import('./pages/chat/ChatPage.tsx'))
const AppsPage = lazy(() => import('./pages/apps/AppsPage.tsx'))
const PluginsPage = lazy(() => import('./pages/chat/PluginsPage.tsx'))
const ConnectionsPage = lazy(() => import('./pages/connections/ConnectionsPage.tsx'))
const ConnectionPage = lazy(() => import('./pages/connections/ConnectionPage.tsx'))
const ResultTypesPage = lazy(() => import('./pages/result-types/ResultTypesPage.tsx'))
const VerticalsPage = lazy(() => import('./pages/verticals/VerticalsPage.tsx'))
const AuditPage = lazy(() => import('./pages/audit/AuditPage.tsx'))

export function App() {
  const [choice, setChoice] = useState<ThemeChoice>(rememberedTheme)
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const isDark = choice === 'dark' || (choice === 'system' && systemIsDark)
  useEffect(() => {
    // The canvas behind the page, seen when a phone scrolls past its end.
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  }, [isDark])
  const themeState = useMemo(
    () => ({
      choice,
      choose: (next: ThemeChoice) => {
        rememberTheme(next)
        setChoice(next)
      },
    }),
    [choice],
  )
  return (
    <ThemeContext value={themeState}>
      <FluentProvider theme={isDark ? dark : light} style={{ height: '100%', colorScheme: isDark ? 'dark' : 'light' }}>
        <BrowserRouter>
          <Routes>
            <Route path="/signin/:uid" element={<SignInPage />} />
            <Route path="/welcome/:code" element={<WelcomePage />} />
            <Route
              element={
                <Session>
                  <LiveFeed>
                    <Shell />
                  </LiveFeed>
                </Session>
              }
            >
              <Route index element={<Navigate to="/search" replace />} />
              <Route path="chat/:id?" element={<ChatPage />} />
              <Route path="apps" element={<AppsPage />} />
              <Route path="plugins" element={<PluginsPage />} />
              <Route path="search" element={<SearchPage />} />
              <Route path="connections" element={<ConnectionsPage />} />
              <Route path="connections/:id" element={<ConnectionPage />} />
              <Route path="result-types" element={<ResultTypesPage />} />
              <Route path="verticals" element={<VerticalsPage />} />
              <Route path="audit" element={<AuditPage />} />
              <Route path="*" element={<Missing />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </FluentProvider>
    </ThemeContext>
  )
}
