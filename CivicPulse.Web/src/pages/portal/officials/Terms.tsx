import { useState } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import type { Term } from '../wire'
import { Period } from './Period'
import { nowAndBefore } from './terms'

/** What somebody holds, and what they held. */
export function Terms({ terms }: { terms: readonly Term[] }) {
  const { t } = useLanguage()
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const { now, before } = nowAndBefore(terms, today)
  return (
    <>
      <section aria-labelledby="now-title">
        <h2 id="now-title">{t('officials.now')}</h2>
        {now.length > 0 ? <TermTable terms={now} label={t('officials.now')} /> : <p className="quiet">{t('officials.nothingNow')}</p>}
      </section>
      {before.length > 0 && (
        <section aria-labelledby="before-title">
          <h2 id="before-title">{t('officials.before')}</h2>
          <TermTable terms={before} label={t('officials.before')} />
        </section>
      )}
    </>
  )
}

function TermTable({ terms, label }: { terms: readonly Term[]; label: string }) {
  const { t } = useLanguage()
  return (
    <table className="usa-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('officials.office')}</th>
          <th scope="col">{t('officials.period')}</th>
        </tr>
      </thead>
      <tbody>
        {terms.map((term, index) => (
          <tr key={index}>
            <th scope="row">
              {term.post_label ?? term.role}
              <small>
                <Link to={`/portal/bodies/${term.body_slug}`}>{term.body_name}</Link>
                {[term.post_label && term.role, term.on_behalf_of].filter(Boolean).map((one) => ` · ${one}`)}
              </small>
            </th>
            <td>
              <Period term={term} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
