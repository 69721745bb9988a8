import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import type { Election } from '../wire'

export function ElectionRows({ elections }: { elections: readonly Election[] }) {
  const { day } = useLanguage()
  return (
    <ul className="rows">
      {elections.map((election) => (
        <li key={election.id}>
          <Link to={`/portal/elections/${election.slug}`}>{election.name}</Link>
          <p>
            <time dateTime={election.date}>{day(election.date)}</time>
          </p>
          <ElectionState status={election.status} />
        </li>
      ))}
    </ul>
  )
}

export function ElectionState({ status }: { status: Election['status'] }) {
  const { t } = useLanguage()
  return <span className={`state state--${status}`}>{t(`elections.status.${status}`)}</span>
}
