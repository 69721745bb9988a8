import { useEffect, useRef, type ReactNode } from 'react'
import { useLocation, useNavigationType } from 'react-router'
import { useLanguage } from '../i18n/language'
import { useSiteName } from './SiteName'

type Props = { title: string; lead?: ReactNode; aside?: ReactNode; above?: ReactNode; wide?: boolean; children: ReactNode }

/** A page's frame. Arriving on it sets the document title and moves focus to its heading, so that it is read out. */
export function Page({ title, lead, aside, above, wide, children }: Props) {
  const { t } = useLanguage()
  const site = useSiteName() ?? t('app.name')
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname, search, key } = useLocation()
  const arrival = useNavigationType()
  const pointsInside = /[?&](turn|quote)=/.test(search)

  useEffect(() => {
    document.title = title && title !== site ? `${title} · ${site}` : site
  }, [title, site])

  useEffect(() => {
    // The very first page keeps the browser's own focus; a link to a turn or a quote focuses that instead.
    if (key === 'default' || pointsInside) return
    if (arrival !== 'POP') window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only arriving counts
  }, [pathname])

  return (
    <div className={wide ? 'page page--wide' : 'page'}>
      {above}
      <div className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {aside && <div className="page-aside">{aside}</div>}
      </div>
      {children}
    </div>
  )
}
