import { Link, useParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { Absent } from '../Absent'
import { useRecord } from '../portal'
import { Contact } from '../record/Contact'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { LinkList } from '../record/LinkList'
import { RecordFoot } from '../record/RecordFoot'
import type { OfficialDetail } from '../wire'
import { Initials } from './Initials'
import { Ledger } from './Ledger'
import { Terms } from './Terms'
import { Votes } from './Votes'

export default function OfficialPage() {
  const { slug } = useParams()
  const { data: official, error, refetch } = useRecord<OfficialDetail>(`/officials/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return official ? <LoadedOfficial key={official.id} official={official} /> : <Loading />
}

function LoadedOfficial({ official }: { official: OfficialDetail }) {
  const { t } = useLanguage()
  const name = [official.honorific_prefix, official.name].filter(Boolean).join(' ') + (official.honorific_suffix ? `, ${official.honorific_suffix}` : '')
  return (
    <Page
      title={name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/officials">{t('portal.nav.officials')}</Link>
        </nav>
      }
      lead={
        <>
          <Initials name={official.name} />
          {official.party && <span>{official.party}</span>}
          <FreshnessBadge lastSeen={official.last_seen} />
        </>
      }
    >
      {official.summary && <p className="prose">{official.summary}</p>}
      {official.biography && <p className="prose">{official.biography}</p>}
      <Terms terms={official.terms} />
      <Ledger slug={official.slug} />
      <Votes slug={official.slug} />
      <OfficialFacts official={official} />
      <Contact details={contactOf(official)} />
      {official.links.length > 0 && (
        <section aria-labelledby="links-title">
          <h2 id="links-title">{t('portal.links')}</h2>
          <LinkList links={official.links} />
        </section>
      )}
      <RecordFoot subject={useSubject(official)} lastSeen={official.last_seen} sources={official.sources} />
    </Page>
  )
}

/** The address of a person stands beside their offices' phones. */
const contactOf = ({ email, contact_details: details }: OfficialDetail) =>
  email && !details.some(({ value }) => value === email) ? [{ type: 'email', value: email }, ...details] : details

function useSubject(official: OfficialDetail) {
  const { t } = useLanguage()
  const names = ['name', 'party', 'email', 'contact_details', 'summary', 'biography', 'birth_date', 'links', 'terms'] as const
  return { kind: 'official', id: official.id, title: official.name, fields: names.map((name) => ({ name, label: t(`field.${name}`) })) }
}

function OfficialFacts({ official }: { official: OfficialDetail }) {
  const { t, partial } = useLanguage()
  const facts: [string, string | null | undefined][] = [
    [t('field.other_names'), official.other_names.join(' · ')],
    [t('field.birth_date'), official.birth_date && partial(official.birth_date)],
    [t('field.death_date'), official.death_date && partial(official.death_date)],
  ]
  const told = facts.filter(([, value]) => value)
  if (told.length === 0) return null
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">{t('officials.facts')}</h2>
      <dl className="facts">
        {told.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
