import { Suspense, useEffect, useState } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import type { MessageKey } from '../i18n/en'
import { useLanguage } from '../i18n/language'
import { Icon, type IconName } from '../ui/Icon'
import { Loading } from '../ui/Loading'
import { MoreMenu } from './MoreMenu'
import { useSession } from './session'
import { SessionMenu } from './SessionMenu'

const places: { to: string; label: MessageKey; icon: IconName }[] = [
  { to: '/', label: 'nav.home', icon: 'home' },
  { to: '/meetings', label: 'nav.meetings', icon: 'groups' },
  { to: '/documents', label: 'nav.documents', icon: 'topic' },
  { to: '/ask', label: 'nav.ask', icon: 'forum' },
  { to: '/search', label: 'nav.search', icon: 'search' },
]

export function Layout() {
  const { t } = useLanguage()
  const { data: session } = useSession()
  return (
    <>
      <a className="usa-skipnav" href="#main">
        {t('app.skip')}
      </a>
      <header className="bar">
        <Link className="brand" to="/">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span>{t('app.name')}</span>
          {session && <small>{session.tenant.name}</small>}
        </Link>
        {session && (
          <nav className="places" aria-label={t('app.nav')}>
            {places.map(({ to, label, icon }) => (
              <NavLink key={to} to={to} end={to === '/'}>
                <Icon name={icon} />
                {t(label)}
              </NavLink>
            ))}
            <MoreMenu permissions={session.permissions} />
          </nav>
        )}
        <SessionMenu session={session ?? null} />
      </header>
      <OfflineNote />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  )
}

function OfflineNote() {
  const { t } = useLanguage()
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return <div role="status">{!online && <p className="offline">{t('app.offline')}</p>}</div>
}
