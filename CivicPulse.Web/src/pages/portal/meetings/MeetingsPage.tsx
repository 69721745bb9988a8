import { useState, type FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { More } from '../../../ui/More'
import { Page } from '../../../ui/Page'
import { useList, usePortal, useRecord } from '../portal'
import { PortalClosed } from '../PortalClosed'
import { FeedLinks } from '../record/FeedLinks'
import { feedsOf } from '../record/feeds'
import type { BodyDetail, Meeting } from '../wire'
import { MeetingRows } from './MeetingRows'

export default function MeetingsPage() {
  const { data: portal } = usePortal()
  return portal?.sections.includes('meetings') ? <Meetings /> : <PortalClosed />
}

/** Of one body or of all, those that come or those that were; what is asked for stands in the address. */
function Meetings() {
  const { t } = useLanguage()
  const [search] = useSearchParams()
  const [past, slug, words] = [search.has('past'), search.get('body') ?? '', search.get('q') ?? '']
  const body = useRecord<BodyDetail>(`/bodies/${encodeURIComponent(slug)}`, {}, slug !== '')
  const [today] = useState(() => new Date(new Date().setHours(0, 0, 0, 0)).toISOString())
  const when = past ? { 'start_date[lt]': today, sort: '-start_date' } : { 'start_date[gte]': today, sort: 'start_date' }
  const list = useList<Meeting>('/meetings', { body_id: body.data?.id, 'name[contains]': words, ...when }, !slug || Boolean(body.data))
  const error = body.error ?? list.error
  return (
    <Page title={body.data ? `${body.data.name}: ${t('portal.nav.meetings')}` : t('portal.nav.meetings')} lead={t('meetings.publicLead')}>
      {!slug && <FindMeetings words={words} />}
      <WhichMeetings past={past} />
      {error && <ErrorNote error={error} onRetry={() => void list.refetch()} />}
      {list.isPending && !error && <Loading />}
      {list.items?.length === 0 && <EmptyState title={t(past ? 'meetings.nonePast' : 'meetings.noneUpcoming')} text={t('meetings.publicEmptyText')} />}
      {list.items && <MeetingRows meetings={list.items} />}
      <More list={list} />
      <FeedLinks feeds={slug ? feedsOf.body(slug) : feedsOf.meetings(words)} />
    </Page>
  )
}

function FindMeetings({ words }: { words: string }) {
  const { t } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const next = new URLSearchParams(search)
    const q = String(new FormData(event.currentTarget).get('q')).trim()
    if (q) next.set('q', q)
    else next.delete('q')
    setSearch(next)
  }
  return (
    <form className="panel find" role="search" onSubmit={submit}>
      <Field label={t('meetings.find')}>
        {(input) => <input {...input} key={words} className="usa-input" type="search" name="q" defaultValue={words} maxLength={200} />}
      </Field>
      <button type="submit" className="usa-button">
        {t('search.submit')}
      </button>
    </form>
  )
}

function WhichMeetings({ past }: { past: boolean }) {
  const { t } = useLanguage()
  const [search] = useSearchParams()
  const to = (wanted: boolean) => {
    const next = new URLSearchParams(search)
    if (wanted) next.set('past', '')
    else next.delete('past')
    return `?${next}`
  }
  return (
    <nav className="views views--always" aria-label={t('meetings.when')}>
      <Link to={to(false)} replace aria-current={past ? undefined : 'page'}>
        {t('meetings.upcoming')}
      </Link>
      <Link to={to(true)} replace aria-current={past ? 'page' : undefined}>
        {t('meetings.past')}
      </Link>
    </nav>
  )
}
