import { useState, type FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { Icon } from '../../ui/Icon'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { here } from '../records/fields'
import { FindForm } from '../records/FindForm'
import { ElectionGroup } from './ElectionGroup'
import { useElectionList } from './elections'

export default function ElectionsPage() {
  const { t } = useLanguage()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const wanted = { name: search.get('q') ?? '', internal: search.has('internal') }
  const [today] = useState(() => here(new Date().toISOString()).slice(0, 10))
  const coming = useElectionList('coming', wanted, today)
  const past = useElectionList('past', wanted, today)
  const narrowed = Boolean(wanted.name || wanted.internal)
  const none = [coming, past].every(({ data }) => data?.pages[0]?.items.length === 0)
  const submit = (event: FormEvent<HTMLFormElement>, asked: [string, string][]) => {
    event.preventDefault()
    setSearch(asked)
  }
  return (
    <Page
      title={t('portal.nav.elections')}
      lead={t('ballots.lead')}
      aside={
        may('elections.write') && (
          <Link className="usa-button" to="/elections/new">
            <Icon name="add" />
            {t('ballots.new')}
          </Link>
        )
      }
    >
      <FindForm label={t('ballots.find')} name={wanted.name} internal={wanted.internal} onFind={submit} />
      {(coming.isPending || past.isPending) && <Loading />}
      {none && <EmptyState title={t(narrowed ? 'portal.nothingFound' : 'ballots.emptyTitle')} text={t(narrowed ? 'portal.nothingFoundText' : 'ballots.emptyText')} />}
      <ElectionGroup title={t('ballots.coming')} list={coming} />
      <ElectionGroup title={t('ballots.past')} list={past} />
    </Page>
  )
}
