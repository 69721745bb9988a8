import { Link, useParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { StatusState } from '../../matters/StatusState'
import { Absent } from '../Absent'
import { useRecord } from '../portal'
import { AttachmentList } from '../record/AttachmentList'
import { feedsOf } from '../record/feeds'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { LinkList } from '../record/LinkList'
import { RecordFoot } from '../record/RecordFoot'
import type { MatterDetail } from '../wire'
import { Actions, MatterMeetings, Motions } from './Course'

export default function MatterPage() {
  const { slug } = useParams()
  const { data: matter, error, refetch } = useRecord<MatterDetail>(`/matters/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return matter ? <LoadedMatter key={matter.id} matter={matter} /> : <Loading />
}

function LoadedMatter({ matter }: { matter: MatterDetail }) {
  const { t } = useLanguage()
  return (
    <Page
      title={`${matter.identifier} ${matter.title}`}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/matters">{t('portal.nav.matters')}</Link>
          {matter.body && <Link to={`/portal/bodies/${matter.body.slug}`}>{matter.body.name}</Link>}
        </nav>
      }
      lead={
        <>
          <span>{t(`matter.${matter.classification}`)}</span>
          <StatusState status={matter.status} />
          <FreshnessBadge lastSeen={matter.last_seen} />
        </>
      }
    >
      {matter.abstract && <p className="prose">{matter.abstract}</p>}
      <MatterFacts matter={matter} />
      <Actions actions={matter.actions} />
      <Motions motions={matter.motions} />
      <MatterMeetings meetings={matter.meetings} />
      <AttachmentList attachments={matter.attachments} />
      {matter.links.length > 0 && (
        <section aria-labelledby="links-title">
          <h2 id="links-title">{t('portal.links')}</h2>
          <LinkList links={matter.links} />
        </section>
      )}
      <RecordFoot subject={useSubject(matter)} lastSeen={matter.last_seen} sources={matter.sources} feeds={feedsOf.matter(matter.slug)} />
    </Page>
  )
}

function useSubject(matter: MatterDetail) {
  const { t } = useLanguage()
  const fields = [
    ['title', t('matters.title')],
    ['status', t('matters.status')],
    ['abstract', t('matters.abstract')],
    ['sponsors', t('matters.sponsors')],
    ['actions', t('matters.actions')],
    ['votes', t('matters.votes')],
    ['links', t('field.links')],
  ] as const
  return { kind: 'matter', id: matter.id, title: `${matter.identifier} ${matter.title}`, fields: fields.map(([name, label]) => ({ name, label })) }
}

function MatterFacts({ matter }: { matter: MatterDetail }) {
  const { t, day } = useLanguage()
  const facts = [
    [t('matters.introduced'), matter.introduced_on && day(matter.introduced_on)],
    [t('matters.session'), matter.legislative_session],
    [t('matters.otherTitles'), matter.other_titles.join(' · ')],
  ].filter(([, value]) => value)
  if (facts.length + matter.sponsors.length + matter.subjects.length === 0) return null
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {matter.subjects.length > 0 && (
        <div>
          <dt>{t('matters.subjects')}</dt>
          <dd>
            <ul className="inline-links">
              {matter.subjects.map((subject) => (
                <li key={subject}>
                  <Link to={`/portal/matters?subject=${encodeURIComponent(subject)}`}>{subject}</Link>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {matter.sponsors.length > 0 && (
        <div>
          <dt>{t('matters.sponsors')}</dt>
          <dd>
            <Sponsors sponsors={matter.sponsors} />
          </dd>
        </div>
      )}
    </dl>
  )
}

function Sponsors({ sponsors }: { sponsors: MatterDetail['sponsors'] }) {
  const { t } = useLanguage()
  return (
    <ul className="links">
      {sponsors.map(({ name, official_slug, classification }, index) => (
        <li key={index}>
          {official_slug ? <Link to={`/portal/officials/${official_slug}`}>{name}</Link> : name} <small>{t(`sponsor.${classification}`)}</small>
        </li>
      ))}
    </ul>
  )
}
