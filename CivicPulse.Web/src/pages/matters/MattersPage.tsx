import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Loading } from '../../ui/Loading'
import { More } from '../../ui/More'
import { Page } from '../../ui/Page'
import { SelectField } from '../../ui/SelectField'
import { PublicState } from '../records/Publication'
import { useMatterList, type Matter, type Wanted } from './matters'
import { StatusState } from './StatusState'
import { statuses } from './words'

export default function MattersPage() {
  const { t } = useLanguage()
  const may = useMay()
  const [search] = useSearchParams()
  const wanted = { title: search.get('q') ?? '', status: search.get('status') ?? '', internal: search.has('internal') }
  const list = useMatterList(wanted)
  const matters = list.data?.pages.flatMap((page) => page.items)
  const narrowed = Boolean(wanted.title || wanted.status || wanted.internal)
  return (
    <Page
      title={t('nav.matters')}
      lead={t('matters.lead')}
      aside={
        may('governance.write') && (
          <Link className="usa-button" to="/matters/new">
            <Icon name="add" />
            {t('matters.new')}
          </Link>
        )
      }
    >
      <FindMatters wanted={wanted} />
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {matters?.length === 0 && <EmptyState title={t(narrowed ? 'portal.nothingFound' : 'matters.emptyTitle')} text={t(narrowed ? 'portal.nothingFoundText' : 'matters.emptyText')} />}
      {matters && <Rows matters={matters} />}
      <More list={list} />
    </Page>
  )
}

function FindMatters({ wanted }: { wanted: Wanted }) {
  const { t } = useLanguage()
  const [, setSearch] = useSearchParams()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const asked: [string, string][] = [
      ['q', String(form.get('q')).trim()],
      ['status', String(form.get('status'))],
    ]
    setSearch([...asked.filter(([, value]) => value), ...(form.get('internal') ? [['internal', ''] as [string, string]] : [])])
  }
  return (
    <form className="panel" role="search" onSubmit={submit}>
      <div className="find find--two">
        <Field label={t('matters.find')}>
          {(input) => <input {...input} key={wanted.title} className="usa-input" type="search" name="q" defaultValue={wanted.title} maxLength={200} />}
        </Field>
        <SelectField key={wanted.status} label={t('matters.status')} name="status" value={wanted.status} none={t('matters.anyStatus')} choices={statuses.map((status) => [status, t(`matter.status.${status}`)])} />
        <button type="submit" className="usa-button">
          {t('search.submit')}
        </button>
      </div>
      <label className="check">
        <input type="checkbox" name="internal" defaultChecked={wanted.internal} /> {t('records.onlyInternal')}
      </label>
    </form>
  )
}

function Rows({ matters }: { matters: readonly Matter[] }) {
  const { t } = useLanguage()
  return (
    <ul className="rows rows--long">
      {matters.map((matter) => (
        <li key={matter.id}>
          <Link to={`/matters/${matter.id}`}>
            {matter.identifier} {matter.title}
          </Link>
          <p>
            <span>{t(`matter.${matter.classification}`)}</span>
            <span>{matter.body_name}</span>
            {matter.subjects.length > 0 && <span>{matter.subjects.join(' · ')}</span>}
          </p>
          <span className="states">
            <StatusState status={matter.status} /> <PublicState published={Boolean(matter.published_at)} />
          </span>
        </li>
      ))}
    </ul>
  )
}
