import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { onSignedOut } from '../api/client'
import { Problem } from '../api/problem'
import { LanguageProvider } from '../i18n/language'
import { Loading } from '../ui/Loading'
import { Layout } from './Layout'
import { RequireSession } from './RequireSession'
import { sessionKey } from './session'
import { consoleRoutes, portalRoutes } from './routes'

const SignInPage = lazy(() => import('../pages/signin/SignInPage'))
const HomePage = lazy(() => import('../pages/home/HomePage'))
const MeetingsPage = lazy(() => import('../pages/meetings/MeetingsPage'))
const MeetingPage = lazy(() => import('../pages/meetings/MeetingPage'))
const DocumentsPage = lazy(() => import('../pages/documents/DocumentsPage'))
const DocumentPage = lazy(() => import('../pages/documents/DocumentPage'))
const AskPage = lazy(() => import('../pages/ask/AskPage'))
const SearchPage = lazy(() => import('../pages/search/SearchPage'))
const PortalLayout = lazy(() => import('../pages/portal/PortalLayout'))
const NotFoundPage = lazy(() => import('../pages/NotFoundPage'))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: 'always',
      retry: (times, error) => times < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
})

onSignedOut(() => queries.setQueryData(sessionKey, null))

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <BrowserRouter>
          <Routes>
            <Route
              path="portal"
              element={
                <Suspense fallback={<Loading />}>
                  <PortalLayout />
                </Suspense>
              }
            >
              {portalRoutes}
            </Route>
            <Route element={<Layout />}>
              <Route path="sign-in" element={<SignInPage />} />
              <Route element={<RequireSession />}>
                <Route index element={<HomePage />} />
                <Route path="meetings" element={<MeetingsPage />} />
                <Route path="meetings/:id" element={<MeetingPage />} />
                <Route path="documents" element={<DocumentsPage />} />
                <Route path="documents/:id" element={<DocumentPage />} />
                <Route path="ask/:id?" element={<AskPage />} />
                <Route path="search" element={<SearchPage />} />
                {consoleRoutes}
                <Route path="*" element={<NotFoundPage />} />
              </Route>
            </Route>
          </Routes>
        </BrowserRouter>
      </LanguageProvider>
    </QueryClientProvider>
  )
}
