import type { FormEvent } from 'react'
import { useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { More } from '../../../ui/More'
import { Page } from '../../../ui/Page'
import { SelectField } from '../../../ui/SelectField'
import { statuses } from '../../matters/words'
import { useList, usePortal, useRecord } from '../portal'
import { PortalClosed } from '../PortalClosed'
import { FeedLinks } from '../record/FeedLinks'
import { feedsOf } from '../record/feeds'
import type { BodyDetail, Matter } from '../wire'
import { MatterRows } from './MatterRows'

export default function MattersPage() {
  const { data: portal } = usePortal()
  return portal?.sections.includes('matters') ? <Matters /> : <PortalClosed />
}

/** Of one body or of all, on one subject or on any, latest first; what is asked for stands in the address. */
function Matters() {
  const { t } = useLanguage()
  const [search] = useSearchParams()
  const [words, status, slug, subject] = ['q', 'status', 'body', 'subject'].map((name) => search.get(name) ?? '') as [string, string, string, string]
  const body = useRecord<BodyDetail>(`/bodies/${encodeURIComponent(slug)}`, {}, slug !== '')
  const list = useList<Matter>('/matters', { 'title[contains]': words, status, subject, body_id: body.data?.id }, !slug || Boolean(body.data))
  const error = body.error ?? list.error
  const narrowed = Boolean(words || status || subject)
  return (
    <Page title={body.data ? `${body.data.name}: ${t('portal.nav.matters')}` : subject ? `${t('portal.nav.matters')}: ${subject}` : t('portal.nav.matters')} lead={t('matters.publicLead')}>
      <FindMatters words={words} status={status} />
      {error && <ErrorNote error={error} onRetry={() => void list.refetch()} />}
      {list.isPending && !error && <Loading />}
      {list.items?.length === 0 && (
        <EmptyState title={t(narrowed ? 'portal.nothingFound' : 'matters.publicEmpty')} text={t(narrowed ? 'portal.nothingFoundText' : 'matters.publicEmptyText')} />
      )}
      {list.items && <MatterRows matters={list.items} />}
      <More list={list} />
      <FeedLinks feeds={feedsOf.matters(subject)} />
    </Page>
  )
}

function FindMatters({ words, status }: { words: string; status: string }) {
  const { t } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const next = new URLSearchParams(search)
    const form = new FormData(event.currentTarget)
    for (const name of ['q', 'status']) {
      const value = String(form.get(name)).trim()
      if (value) next.set(name, value)
      else next.delete(name)
    }
    setSearch(next)
  }
  return (
    <form className="panel find find--two" role="search" onSubmit={submit}>
      <Field label={t('matters.find')}>
        {(input) => <input {...input} key={words} className="usa-input" type="search" name="q" defaultValue={words} maxLength={200} />}
      </Field>
      <SelectField key={status} label={t('matters.status')} name="status" value={status} none={t('matters.anyStatus')} choices={statuses.map((one) => [one, t(`matter.status.${one}`)])} />
      <button type="submit" className="usa-button">
        {t('search.submit')}
      </button>
    </form>
  )
}
