import { Link, useParams } from 'react-router'
import type { MessageKey } from '../../../i18n/en'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { Absent } from '../Absent'
import { useRecord } from '../portal'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { LinkList } from '../record/LinkList'
import { RecordFoot } from '../record/RecordFoot'
import type { Deadline, ElectionDetail } from '../wire'
import { ContestList } from './ContestList'
import { ElectionState } from './ElectionRows'
import { PollingPlaces } from './PollingPlaces'

export default function ElectionPage() {
  const { slug } = useParams()
  const { data: election, error, refetch } = useRecord<ElectionDetail>(`/elections/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return election ? <LoadedElection key={election.id} election={election} /> : <Loading />
}

function LoadedElection({ election }: { election: ElectionDetail }) {
  const { t, day } = useLanguage()
  return (
    <Page
      title={election.name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/elections">{t('portal.nav.elections')}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={election.date}>{day(election.date)}</time>
          <ElectionState status={election.status} />
          <FreshnessBadge lastSeen={election.last_seen} />
        </>
      }
    >
      <Certification election={election} />
      <Deadlines deadlines={election.deadlines} />
      <ContestList slug={election.slug} />
      <PollingPlaces slug={election.slug} />
      <ElectionLinks election={election} />
      <RecordFoot subject={useSubject(election)} lastSeen={election.last_seen} sources={election.sources} />
    </Page>
  )
}

function useSubject(election: ElectionDetail) {
  const { t } = useLanguage()
  const names = ['name', 'date', 'deadlines', 'contests', 'results', 'polling_places', 'links'] as const
  return { kind: 'election', id: election.id, title: election.name, fields: names.map((name) => ({ name, label: t(`field.${name}`) })) }
}

function Certification({ election }: { election: ElectionDetail }) {
  const { t, day } = useLanguage()
  const { certification, status } = election
  if (certification) return <p className="note note--good">{t('elections.certified', { date: day(certification.date), authority: certification.authority })}</p>
  return status === 'held' ? <p className="note">{t('elections.uncertified')}</p> : null
}

function Deadlines({ deadlines }: { deadlines: readonly Deadline[] }) {
  const { t, day } = useLanguage()
  if (deadlines.length === 0) return null
  return (
    <section aria-labelledby="deadlines-title">
      <h2 id="deadlines-title">{t('elections.deadlines')}</h2>
      <dl className="facts">
        {deadlines.map((deadline, index) => (
          <div key={index}>
            <dt>
              {t(`deadline.${deadline.kind}` as MessageKey)}
              {deadline.label && <small>{deadline.label}</small>}
            </dt>
            <dd>
              <time dateTime={deadline.date}>{day(deadline.date)}</time> {deadline.time && t('elections.until', { time: deadline.time.slice(0, 5) })}
              {deadline.note && <small>{deadline.note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function ElectionLinks({ election }: { election: ElectionDetail }) {
  const { t } = useLanguage()
  const links = [
    { url: election.registration_info, note: t('elections.registrationInfo') },
    { url: election.absentee_info, note: t('elections.absenteeInfo') },
    { url: election.results_uri, note: t('elections.resultsUri') },
    ...election.links,
  ].filter((link): link is { url: string; note: string } => Boolean(link.url))
  if (links.length === 0) return null
  return (
    <section aria-labelledby="links-title">
      <h2 id="links-title">{t('portal.links')}</h2>
      <LinkList links={links} />
    </section>
  )
}
