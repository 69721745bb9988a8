import { Link, useParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { Absent } from '../Absent'
import { MeetingRows } from '../meetings/MeetingRows'
import { useList, usePortal, useRecord } from '../portal'
import { Contact } from '../record/Contact'
import { feedsOf } from '../record/feeds'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { LinkList } from '../record/LinkList'
import { RecordFoot } from '../record/RecordFoot'
import type { BodyDetail, Meeting } from '../wire'
import { jurisdictionIn } from '../representatives/divisions'
import { Members } from './Members'
import { Seats } from './Seats'
import { classificationIn } from './words'

export default function BodyPage() {
  const { slug } = useParams()
  const { data: body, error, refetch } = useRecord<BodyDetail>(`/bodies/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return body ? <LoadedBody key={body.id} body={body} /> : <Loading />
}

function LoadedBody({ body }: { body: BodyDetail }) {
  const { t } = useLanguage()
  const { data: portal } = usePortal()
  return (
    <Page
      title={body.name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/bodies">{t('portal.nav.bodies')}</Link>
          {body.parent && <Link to={`/portal/bodies/${body.parent.slug}`}>{body.parent.name}</Link>}
        </nav>
      }
      lead={
        <>
          <span>{classificationIn(t, body.classification)}</span>
          <FreshnessBadge lastSeen={body.last_seen} />
        </>
      }
    >
      {body.description && <p className="prose">{body.description}</p>}
      <BodyFacts body={body} />
      <Seats slug={body.slug} />
      <Members slug={body.slug} />
      {body.parts.length > 0 && <Parts parts={body.parts} />}
      {portal?.sections.includes('meetings') && <MeetingsOfBody id={body.id} slug={body.slug} />}
      <Contact details={body.contact_details} />
      {body.links.length > 0 && (
        <section aria-labelledby="links-title">
          <h2 id="links-title">{t('portal.links')}</h2>
          <LinkList links={body.links} />
        </section>
      )}
      <RecordFoot subject={useSubject(body)} lastSeen={body.last_seen} sources={body.sources} feeds={feedsOf.body(body.slug)} />
    </Page>
  )
}

function useSubject(body: BodyDetail) {
  const { t } = useLanguage()
  const names = ['name', 'classification', 'description', 'jurisdiction', 'contact_details', 'links', 'founding_date', 'dissolution_date'] as const
  return { kind: 'body', id: body.id, title: body.name, fields: names.map((name) => ({ name, label: t(`field.${name}`) })) }
}

function BodyFacts({ body }: { body: BodyDetail }) {
  const { t, partial } = useLanguage()
  const facts: [string, string | null | undefined][] = [
    [t('field.other_names'), body.other_names.join(' · ')],
    [t('field.jurisdiction'), body.jurisdiction && jurisdictionIn(t, body.jurisdiction)],
    [t('field.founding_date'), body.founding_date && partial(body.founding_date)],
    [t('field.dissolution_date'), body.dissolution_date && partial(body.dissolution_date)],
  ]
  const told = facts.filter(([, value]) => value)
  if (told.length === 0) return null
  return (
    <dl className="facts">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Parts({ parts }: { parts: BodyDetail['parts'] }) {
  const { t } = useLanguage()
  return (
    <section aria-labelledby="parts-title">
      <h2 id="parts-title">{t('bodies.parts')}</h2>
      <ul className="columns">
        {parts.map((part) => (
          <li key={part.slug}>
            <Link to={`/portal/bodies/${part.slug}`}>{part.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function MeetingsOfBody({ id, slug }: { id: string; slug: string }) {
  const { t } = useLanguage()
  const { items, error } = useList<Meeting>('/meetings', { body_id: id, sort: '-start_date', limit: 5 })
  if (error || !items) return null
  return (
    <section aria-labelledby="body-meetings-title">
      <div className="section-head">
        <h2 id="body-meetings-title">{t('portal.nav.meetings')}</h2>
        <Link to={`/portal/meetings?body=${slug}`}>{t('home.all')}</Link>
      </div>
      {items.length > 0 ? <MeetingRows meetings={items.slice(0, 5)} /> : <p className="quiet">{t('bodies.noMeetings')}</p>}
    </section>
  )
}
