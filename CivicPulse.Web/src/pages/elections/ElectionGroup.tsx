import { useId } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { More } from '../../ui/More'
import { ElectionState } from '../portal/elections/ElectionRows'
import { PublicState } from '../records/Publication'
import type { useElectionList } from './elections'

/** Those that come, or those that were. */
export function ElectionGroup({ title, list }: { title: string; list: ReturnType<typeof useElectionList> }) {
  const { t, day } = useLanguage()
  const id = useId()
  const elections = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.error) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
  if (elections.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className="rows rows--long">
        {elections.map((election) => (
          <li key={election.id}>
            <Link to={`/elections/${election.id}`}>{election.name}</Link>
            <p>
              <time dateTime={election.date}>{day(election.date)}</time>
              <span>{t(`election.${election.election_type}`)}</span>
            </p>
            <span className="states">
              <ElectionState status={election.status} /> <PublicState published={Boolean(election.published_at)} />
            </span>
          </li>
        ))}
      </ul>
      <More list={list} />
    </section>
  )
}
