import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Files } from '../record/AttachmentList'
import type { Attachment, MeetingDetail } from '../wire'
import { MotionCard } from './MotionCard'
import { VideoMoment } from './VideoMoment'

/** Point by point, each with what was moved and decided under it. */
export function Agenda({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useLanguage()
  const attached: readonly Attachment[] = meeting.attachments
  return (
    <section aria-labelledby="agenda-title">
      <h2 id="agenda-title">{t('meetings.agenda')}</h2>
      {meeting.agenda.length === 0 && <p className="quiet">{t('meetings.noAgenda')}</p>}
      <ol className="agenda">
        {meeting.agenda.map((item) => (
          <li key={item.id}>
            <h3>
              {item.title} <VideoMoment video={meeting.video_url} seconds={item.video_seconds} />
            </h3>
            <Matter item={item} />
            {item.notes && <p className="prose">{item.notes}</p>}
            {meeting.motions
              .filter((motion) => motion.agenda_item_id === item.id)
              .map((motion) => (
                <MotionCard key={motion.id} motion={motion} video={meeting.video_url} heading="h4" attached={attached} />
              ))}
            <Files attachments={attached.filter((one) => one.agenda_item_id === item.id)} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What the item is about; the matter's page is linked where the public sees it. */
function Matter({ item }: { item: MeetingDetail['agenda'][number] & { matter_slug?: string | null } }) {
  const { matter_identifier: number, matter_slug: slug, subjects } = item
  if (!number && subjects.length === 0) return null
  return (
    <p className="quiet">
      {slug ? <Link to={`/portal/matters/${slug}`}>{number}</Link> : number}
      {number && subjects.length > 0 && ' · '}
      {subjects.join(' · ')}
    </p>
  )
}
