import { Suspense, useMemo, type CSSProperties } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import type { MessageKey } from '../../i18n/en'
import { languages, useLanguage, type Language } from '../../i18n/language'
import { Loading } from '../../ui/Loading'
import { ProblemPage } from '../../ui/ProblemPage'
import { SiteName } from '../../ui/SiteName'
import { luminance, readableOn } from './colours'
import { isAbsent, usePortal } from './portal'
import { PortalClosed } from './PortalClosed'
import type { Welcome } from './wire'

const places: { to: string; label: MessageKey; section: string }[] = [
  { to: '/portal/representatives', label: 'portal.nav.representatives', section: 'officials' },
  { to: '/portal/bodies', label: 'portal.nav.bodies', section: 'bodies' },
  { to: '/portal/officials', label: 'portal.nav.officials', section: 'officials' },
  { to: '/portal/meetings', label: 'portal.nav.meetings', section: 'meetings' },
  { to: '/portal/matters', label: 'portal.nav.matters', section: 'matters' },
  { to: '/portal/elections', label: 'portal.nav.elections', section: 'elections' },
]

/** The organization's own pages for everybody: its name and colour, no account, no console. */
export default function PortalLayout() {
  const { t } = useLanguage()
  const { data: portal, error, refetch } = usePortal()
  const name = portal?.name ?? t('app.name')
  return (
    <SiteName value={name}>
      <div className="portal" style={useColours(portal?.theme_color)}>
        <a className="usa-skipnav" href="#main">
          {t('app.skip')}
        </a>
        <PortalHead name={name} portal={portal} />
        <main id="main" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            {portal ? <Outlet /> : error ? isAbsent(error) ? <PortalClosed /> : <ProblemPage error={error} onRetry={() => void refetch()} /> : <Loading />}
          </Suspense>
        </main>
        <footer className="portal-foot">
          <p>{t('portal.foot', { name })}</p>
          <p>{t('portal.poweredBy')}</p>
        </footer>
      </div>
    </SiteName>
  )
}

function PortalHead({ name, portal }: { name: string; portal: Welcome | undefined }) {
  const { t } = useLanguage()
  return (
    <header className="portal-head">
      <div className="portal-bar">
        <Link className="portal-name" to="/portal">
          {name}
        </Link>
        <div className="portal-tools">
          <LanguageButtons />
          <Link to="/sign-in">{t('signIn.title')}</Link>
        </div>
      </div>
      {portal && (
        <nav className="portal-places" aria-label={t('portal.nav')}>
          {places
            .filter(({ section }) => portal.sections.includes(section))
            .map(({ to, label }) => (
              <NavLink key={to} to={to}>
                {t(label)}
              </NavLink>
            ))}
        </nav>
      )}
    </header>
  )
}

function LanguageButtons() {
  const { language, choose } = useLanguage()
  return (Object.keys(languages) as Language[])
    .filter((tag) => tag !== language)
    .map((tag) => (
      <button key={tag} type="button" lang={tag} onClick={() => choose(tag)}>
        {languages[tag]}
      </button>
    ))
}

/** An organization's colour may be any: the words on it are whichever of light and dark reads better. */
function useColours(color: string | null | undefined): CSSProperties {
  return useMemo(() => {
    if (!color || luminance(color) === null) return {}
    const on = readableOn(color)
    return { '--bar': color, '--on-bar': on, '--bar-soft': on, '--pulse': on } as CSSProperties
  }, [color])
}
