import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, bodyOf } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { type Hit, SearchHit } from './SearchHit'

const kinds = ['meeting', 'agenda_item', 'minutes', 'transcript', 'document', 'matter', 'motion', 'body', 'official', 'election', 'contest', 'candidacy', 'polling_place'] as const

export default function SearchPage() {
  const { t } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const query = search.get('q') ?? ''
  const kind = search.get('kind') ?? ''

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const wanted = { q: String(form.get('q')).trim(), kind: String(form.get('kind')) }
    setSearch(Object.entries(wanted).filter(([, value]) => value))
  }

  return (
    <Page title={t('search.title')} lead={t('search.lead')}>
      <form className="panel search-form" role="search" onSubmit={submit}>
        <Field label={t('search.label')}>
          {(input) => <input {...input} key={query} className="usa-input" type="search" name="q" defaultValue={query} maxLength={200} />}
        </Field>
        <Field label={t('search.kind')}>
          {(input) => (
            <select {...input} key={kind} className="usa-select" name="kind" defaultValue={kind}>
              <option value="">{t('search.all')}</option>
              {kinds.map((name) => (
                <option key={name} value={name}>
                  {t(`search.${name}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="submit" className="usa-button">
          {t('search.submit')}
        </button>
      </form>
      {query && <Results query={query} kind={kind} />}
    </Page>
  )
}

function Results({ query, kind }: { query: string; kind: string }) {
  const { t, n } = useLanguage()
  const { data, error, refetch } = useQuery({
    queryKey: ['search', query, kind],
    queryFn: () => bodyOf(api.GET('/api/v1/search', { params: { query: { q: query, kind: kind || undefined, limit: 30 } } })),
  })
  const hits = data?.items as unknown as Hit[] | undefined
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!hits) return <Loading />
  const outcome = hits.length > 0 ? n('search.results', hits.length, { query }) : t('search.none', { query })
  return (
    <section className="results" aria-labelledby="results-title">
      <h2 id="results-title">{outcome}</h2>
      <p className="usa-sr-only" role="status">
        {outcome}
      </p>
      {hits.length === 0 && (
        <p>
          {t('search.noneText')}{' '}
          <Link to="/ask" state={{ ask: query }}>
            {t('nav.ask')}
          </Link>
        </p>
      )}
      <ol className="hits">
        {hits.map((hit, index) => (
          <li key={index}>
            <SearchHit hit={hit} />
          </li>
        ))}
      </ol>
    </section>
  )
}
