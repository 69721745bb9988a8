import { Link, useParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { Absent } from '../Absent'
import { useRecord } from '../portal'
import { AttachmentList } from '../record/AttachmentList'
import { feedsOf } from '../record/feeds'
import { FreshnessBadge } from '../record/FreshnessBadge'
import { RecordFoot } from '../record/RecordFoot'
import type { Attachment, MeetingDetail } from '../wire'
import { Agenda } from './Agenda'
import { AttendanceTable } from './AttendanceTable'
import { Minutes } from './Minutes'
import { MotionCard } from './MotionCard'
import { useBeginning } from './useBeginning'

export default function MeetingPage() {
  const { slug } = useParams()
  const { data: meeting, error, refetch } = useRecord<MeetingDetail>(`/meetings/${encodeURIComponent(slug ?? '')}`)
  if (error) return <Absent error={error} onRetry={() => void refetch()} />
  return meeting ? <LoadedMeeting key={meeting.id} meeting={meeting} /> : <Loading />
}

function LoadedMeeting({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useLanguage()
  const begins = useBeginning()
  const attached: readonly Attachment[] = meeting.attachments
  const apart = meeting.motions.filter((motion) => !meeting.agenda.some((item) => item.id === motion.agenda_item_id))
  return (
    <Page
      title={meeting.name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/portal/meetings">{t('portal.nav.meetings')}</Link>
          {meeting.body && <Link to={`/portal/bodies/${meeting.body.slug}`}>{meeting.body.name}</Link>}
        </nav>
      }
      lead={
        <>
          <time dateTime={meeting.start_date}>{begins(meeting)}</time>
          <span className={`state state--${meeting.status}`}>{t(`meetings.status.${meeting.status}`)}</span>
          <FreshnessBadge lastSeen={meeting.last_seen} />
        </>
      }
    >
      {meeting.description && <p className="prose">{meeting.description}</p>}
      <Where meeting={meeting} />
      <Agenda meeting={meeting} />
      {apart.length > 0 && (
        <section aria-labelledby="motions-title">
          <h2 id="motions-title">{t('meetings.motions')}</h2>
          {apart.map((motion) => (
            <MotionCard key={motion.id} motion={motion} video={meeting.video_url} heading="h3" attached={attached} />
          ))}
        </section>
      )}
      <Minutes lines={meeting.minutes} />
      <AttendanceTable meeting={meeting} />
      <AttachmentList attachments={attached.filter((one) => !one.agenda_item_id && !one.motion_id)} />
      <RecordFoot subject={useSubject(meeting)} lastSeen={meeting.last_seen} sources={meeting.sources} {...(meeting.body ? { feeds: feedsOf.body(meeting.body.slug) } : {})} />
    </Page>
  )
}

function useSubject(meeting: MeetingDetail) {
  const { t } = useLanguage()
  const names = ['name', 'start_date', 'location', 'agenda', 'motions', 'attendance', 'minutes', 'links'] as const
  return { kind: 'meeting', id: meeting.id, title: meeting.name, fields: names.map((name) => ({ name, label: t(`field.${name}`) })) }
}

function Where({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useLanguage()
  const place = [meeting.location_name, meeting.location_address].filter(Boolean).join(', ')
  const links = [
    [meeting.location_url, t('meetings.join')],
    [meeting.video_url, t('meetings.video')],
    [meeting.agenda_url, t('meetings.agendaFile')],
  ].filter(([url]) => url)
  if (!place && links.length === 0) return null
  return (
    <section className="where" aria-labelledby="where-title">
      <h2 id="where-title">{t('meetings.where')}</h2>
      {place && <p>{place}</p>}
      <ul className="links">
        {links.map(([url, name]) => (
          <li key={url}>
            <a href={url!} rel="noreferrer">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
