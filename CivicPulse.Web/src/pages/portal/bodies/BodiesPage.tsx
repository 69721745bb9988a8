import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { isAbsent, useList, type Asked } from '../portal'
import { PortalClosed } from '../PortalClosed'
import { More } from '../../../ui/More'
import type { Body } from '../wire'
import { classificationIn } from './words'

/** Without a search the bodies that are no part of another; their parts are on their pages. */
export default function BodiesPage() {
  const { t } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const name = search.get('q') ?? ''
  const all = search.has('all')
  const list = useList<Body>('/bodies', asked(name, all))

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const q = String(new FormData(event.currentTarget).get('q')).trim()
    setSearch(q ? { q } : {})
  }

  if (isAbsent(list.error)) return <PortalClosed />
  return (
    <Page title={t('portal.nav.bodies')} lead={t('bodies.publicLead')}>
      <form className="panel find" role="search" onSubmit={submit}>
        <Field label={t('bodies.find')}>
          {(input) => <input {...input} key={name} className="usa-input" type="search" name="q" defaultValue={name} maxLength={200} />}
        </Field>
        <button type="submit" className="usa-button">
          {t('search.submit')}
        </button>
      </form>
      {!name && (
        <p className="quiet">
          {t(all ? 'bodies.showsAll' : 'bodies.showsMain')} <Link to={all ? '/portal/bodies' : '/portal/bodies?all'}>{t(all ? 'bodies.showMain' : 'bodies.showAll')}</Link>
        </p>
      )}
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {list.items?.length === 0 && <EmptyState title={t(name ? 'portal.nothingFound' : 'bodies.publicEmpty')} text={t(name ? 'portal.nothingFoundText' : 'bodies.publicEmptyText')} />}
      {list.items && <BodyRows bodies={list.items} />}
      <More list={list} />
    </Page>
  )
}

const asked = (name: string, all: boolean): Asked => (name ? { 'name[contains]': name } : all ? {} : { 'parent_id[null]': 'true' })

function BodyRows({ bodies }: { bodies: readonly Body[] }) {
  const { t } = useLanguage()
  return (
    <ul className="rows">
      {bodies.map((body) => (
        <li key={body.id}>
          <Link to={`/portal/bodies/${body.slug}`}>{body.name}</Link>
          <p>
            <span>{classificationIn(t, body.classification)}</span>
            {body.parent_name && <span>{body.parent_name}</span>}
          </p>
        </li>
      ))}
    </ul>
  )
}
