import { Link, useParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { Absent } from '../Absent'
import { useRecord } from '../portal'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { RecordFoot } from '../record/RecordFoot'
import type { ContestDetail } from '../wire'
import { ByUnit } from './ByUnit'
import { CountTypes } from './CountTypes'
import { ElectionState } from './ElectionRows'
import { ResultTable } from './ResultTable'

export default function ContestPage() {
  const { slug } = useParams()
  const { data: contest, error, refetch } = useRecord<ContestDetail>(`/contests/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return contest ? <LoadedContest key={contest.id} contest={contest} /> : <Loading />
}

function LoadedContest({ contest }: { contest: ContestDetail }) {
  const { t, day } = useLanguage()
  const { election, results } = contest
  const names = ['name', 'results'] as const
  return (
    <Page
      title={contest.name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/elections">{t('portal.nav.elections')}</Link>
          <Link to={`/portal/elections/${election.slug}`}>{election.name}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={election.date}>{day(election.date)}</time>
          <ElectionState status={election.status} />
          <FreshnessBadge lastSeen={contest.last_seen} />
        </>
      }
    >
      <Question contest={contest} />
      <section aria-labelledby="results-title">
        <h2 id="results-title">{t('elections.results')}</h2>
        {results && results.votes > 0 ? <ResultTable contest={results} /> : <p className="quiet">{t('elections.noResults')}</p>}
      </section>
      {results && <CountTypes contest={results} />}
      {results && results.votes > 0 && <ByUnit contest={results} />}
      <RecordFoot
        subject={{ kind: 'contest', id: contest.id, title: contest.name, fields: names.map((name) => ({ name, label: t(`field.${name}`) })) }}
        lastSeen={contest.last_seen}
        sources={contest.sources}
      />
    </Page>
  )
}

/** What voters read, for and against. */
function Question({ contest }: { contest: ContestDetail }) {
  const { t, n } = useLanguage()
  const facts = [
    contest.number_elected > 1 && n('elections.seats', contest.number_elected),
    contest.passage_threshold && t('elections.threshold', { threshold: contest.passage_threshold }),
  ].filter(Boolean)
  return (
    <>
      {facts.length > 0 && <p className="quiet">{facts.join(' · ')}</p>}
      {[contest.ballot_title, contest.summary_text, contest.full_text].filter(Boolean).map((text) => (
        <p className="prose" key={text}>
          {text}
        </p>
      ))}
      {contest.pro_statement && <Argument title={t('stance.for')} text={contest.pro_statement} />}
      {contest.con_statement && <Argument title={t('stance.against')} text={contest.con_statement} />}
    </>
  )
}

function Argument({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h2>{title}</h2>
      <p className="prose">{text}</p>
    </div>
  )
}
