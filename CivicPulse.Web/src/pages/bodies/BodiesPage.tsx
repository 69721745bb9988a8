import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Icon } from '../../ui/Icon'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { More } from '../../ui/More'
import { classificationIn } from '../portal/bodies/words'
import { FindForm } from '../records/FindForm'
import { PublicState } from '../records/Publication'
import { useBodyList } from './bodies'

export default function BodiesPage() {
  const { t } = useLanguage()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const name = search.get('q') ?? ''
  const internal = search.has('internal')
  const list = useBodyList(name, internal)
  const bodies = list.data?.pages.flatMap((page) => page.items)
  const submit = (event: FormEvent<HTMLFormElement>, wanted: [string, string][]) => {
    event.preventDefault()
    setSearch(wanted)
  }
  return (
    <Page
      title={t('nav.bodies')}
      lead={t('bodies.lead')}
      aside={
        may('governance.write') && (
          <Link className="usa-button" to="/bodies/new">
            <Icon name="add" />
            {t('bodies.new')}
          </Link>
        )
      }
    >
      <FindForm label={t('bodies.find')} name={name} internal={internal} onFind={submit} />
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {bodies?.length === 0 && <EmptyState title={t(name || internal ? 'portal.nothingFound' : 'bodies.emptyTitle')} text={t(name || internal ? 'portal.nothingFoundText' : 'bodies.emptyText')} />}
      {bodies && (
        <ul className="rows">
          {bodies.map((body) => (
            <li key={body.id}>
              <Link to={`/bodies/${body.id}`}>{body.name}</Link>
              <p>
                <span>{classificationIn(t, body.classification)}</span>
                {body.parent_name && <span>{body.parent_name}</span>}
              </p>
              <PublicState published={Boolean(body.published_at)} />
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </Page>
  )
}
