import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { useStepWords } from '../../matters/useStepWords'
import { MotionCard } from '../meetings/MotionCard'
import { useBeginning } from '../meetings/useBeginning'
import type { MatterDetail } from '../wire'

/** What happened to it, in order. */
export function Actions({ actions }: { actions: MatterDetail['actions'] }) {
  const { t, day } = useLanguage()
  const words = useStepWords()
  return (
    <section aria-labelledby="actions-title">
      <h2 id="actions-title">{t('matters.actions')}</h2>
      {actions.length === 0 && <p className="quiet">{t('matters.noActions')}</p>}
      {actions.length > 0 && (
        <ol className="steps">
          {actions.map((action, index) => (
            <li key={index}>
              <time dateTime={action.date}>{day(action.date)}</time>
              <p>{action.description}</p>
              <small>{[action.body?.name, ...action.classification.map(words)].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** Those that had it on their agenda. */
export function MatterMeetings({ meetings }: { meetings: MatterDetail['meetings'] }) {
  const { t } = useLanguage()
  const begins = useBeginning()
  if (meetings.length === 0) return null
  return (
    <section aria-labelledby="meetings-title">
      <h2 id="meetings-title">{t('matters.meetings')}</h2>
      <ul className="rows">
        {meetings.map((meeting) => (
          <li key={meeting.slug}>
            <Link to={`/portal/meetings/${meeting.slug}`}>{meeting.name}</Link>
            <p>
              <time dateTime={meeting.start_date}>{begins(meeting)}</time>
            </p>
            {meeting.status !== 'confirmed' && <span className={`state state--${meeting.status}`}>{t(`meetings.status.${meeting.status}`)}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was moved on it and how everybody voted, each with the meeting in which that was. */
export function Motions({ motions }: { motions: MatterDetail['motions'] }) {
  const { t } = useLanguage()
  const begins = useBeginning()
  if (motions.length === 0) return null
  return (
    <section aria-labelledby="motions-title">
      <h2 id="motions-title">{t('meetings.motions')}</h2>
      {motions.map(({ meeting, motion }) => (
        <div key={motion.id} className="motion-of">
          <p className="quiet">
            <Link to={`/portal/meetings/${meeting.slug}`}>{meeting.name}</Link> · <time dateTime={meeting.start_date}>{begins(meeting)}</time>
          </p>
          <MotionCard motion={motion} video={null} heading="h3" />
        </div>
      ))}
    </section>
  )
}
