import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Icon } from '../../ui/Icon'
import { Loading } from '../../ui/Loading'
import { More } from '../../ui/More'
import { Page } from '../../ui/Page'
import { Initials } from '../portal/officials/Initials'
import { FindForm } from '../records/FindForm'
import { PublicState } from '../records/Publication'
import { useOfficialList } from './officials'

export default function OfficialsPage() {
  const { t } = useLanguage()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const name = search.get('q') ?? ''
  const internal = search.has('internal')
  const list = useOfficialList(name, internal)
  const officials = list.data?.pages.flatMap((page) => page.items)
  const submit = (event: FormEvent<HTMLFormElement>, wanted: [string, string][]) => {
    event.preventDefault()
    setSearch(wanted)
  }
  return (
    <Page
      title={t('nav.officials')}
      lead={t('officials.lead')}
      aside={
        may('governance.write') && (
          <Link className="usa-button" to="/officials/new">
            <Icon name="add" />
            {t('officials.new')}
          </Link>
        )
      }
    >
      <FindForm label={t('officials.find')} name={name} internal={internal} onFind={submit} />
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {officials?.length === 0 && (
        <EmptyState title={t(name || internal ? 'portal.nothingFound' : 'officials.emptyTitle')} text={t(name || internal ? 'portal.nothingFoundText' : 'officials.emptyText')} />
      )}
      {officials && (
        <ul className="rows rows--people">
          {officials.map((official) => (
            <li key={official.id}>
              <Initials name={official.name} />
              <Link to={`/officials/${official.id}`}>{official.name}</Link>
              <p>{official.party && <span>{official.party}</span>}</p>
              <PublicState published={Boolean(official.published_at)} />
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </Page>
  )
}
