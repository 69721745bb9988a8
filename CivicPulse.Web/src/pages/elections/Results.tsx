import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { More } from '../../ui/More'
import { WideTable } from '../../ui/WideTable'
import { shareOf } from '../portal/elections/results'
import { percent } from '../portal/elections/ResultTable'
import type { ContestResults } from '../portal/wire'
import { useResults, type Election } from './elections'
import { ahead } from './results'

/** Who is ahead or won, contest by contest. */
export function Results({ election }: { election: Election }) {
  const { t } = useLanguage()
  const list = useResults(election.id)
  const contests = list.data?.pages.flatMap((page) => page.items) ?? []
  const counted = contests.some((contest) => contest.votes > 0)
  return (
    <section aria-labelledby="results-title">
      <h2 id="results-title">{t('elections.results')}</h2>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && !counted && <p className="quiet">{t('elections.noResults')}</p>}
      {counted && (
        <WideTable label={t('elections.results')}>
          <table className="usa-table" aria-label={t('elections.results')}>
            <thead>
              <tr>
                <th scope="col">{t('ballots.contest')}</th>
                <th scope="col">{t('elections.leader')}</th>
                <th scope="col" className="number">
                  {t('elections.share')}
                </th>
                <th scope="col" className="number">
                  {t('elections.counted')}
                </th>
              </tr>
            </thead>
            <tbody>
              {contests.map((contest) => (
                <ResultRow key={contest.id} contest={contest} />
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      <More list={list} />
    </section>
  )
}

function ResultRow({ contest }: { contest: ContestResults }) {
  const { t, language } = useLanguage()
  const first = ahead(contest)
  return (
    <tr>
      <th scope="row">
        <Link to={`/contests/${contest.id}`}>{contest.name}</Link>
      </th>
      <td>
        {first.length === 0 && t(contest.votes > 0 ? 'elections.tie' : 'elections.noVotes')}
        {first.map((selection) => (
          <div key={selection.id}>
            {selection.name} {selection.post_election_status && <span className={`state state--${selection.post_election_status}`}>{t(`outcome.${selection.post_election_status}`)}</span>}
          </div>
        ))}
      </td>
      <td className="number">
        {first.map((selection) => (
          <div key={selection.id}>{percent(shareOf(selection.votes, contest.votes), language)}</div>
        ))}
      </td>
      <td className="number">{contest.votes.toLocaleString(language)}</td>
    </tr>
  )
}
