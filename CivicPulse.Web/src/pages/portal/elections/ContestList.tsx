import { useDeferredValue, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { useList } from '../portal'
import type { ContestResults } from '../wire'
import { ResultTable } from './ResultTable'

const atOnce = 10

/** What was voted about, each with its result; a contest has a page of its own with the map and the places. */
export function ContestList({ slug }: { slug: string }) {
  const { t, n } = useLanguage()
  const [name, setName] = useState('')
  const wanted = useDeferredValue(name.trim().toLowerCase())
  const list = useList<ContestResults>(`/elections/${encodeURIComponent(slug)}/results`, { limit: 100 })
  const [shown, setShown] = useState(atOnce)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  // All of them, part by part: whoever looks for one looks among all.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const found = list.items?.filter((contest) => [contest.name, contest.office, contest.district].some((text) => text?.toLowerCase().includes(wanted)))
  return (
    <section className="contests" aria-labelledby="contests-title">
      <h2 id="contests-title">{t('elections.contests')}</h2>
      {list.items && list.items.length > atOnce && (
        <Field label={t('elections.findContest')}>
          {(input) => <input {...input} className="usa-input" type="search" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      )}
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      <p className="usa-sr-only" role="status">
        {wanted && found && n('elections.found', found.length)}
      </p>
      {found?.length === 0 && <p className="quiet">{t(wanted ? 'portal.nothingFound' : 'elections.noContests')}</p>}
      {found?.slice(0, shown).map((contest) => (
        <article className="contest" key={contest.id}>
          <h3>
            <Link to={`/portal/contests/${contest.slug}`}>{contest.name}</Link>
          </h3>
          {contest.number_elected > 1 && <p className="quiet">{n('elections.seats', contest.number_elected)}</p>}
          <ResultTable contest={contest} />
        </article>
      ))}
      {found && found.length > shown && (
        <button type="button" className="usa-button usa-button--outline" onClick={() => setShown(shown + 20)}>
          {t('app.more')}
        </button>
      )}
    </section>
  )
}
