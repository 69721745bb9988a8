import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import type { Meeting } from '../wire'
import { useBeginning } from './useBeginning'

export function MeetingRows({ meetings }: { meetings: readonly Meeting[] }) {
  const { t } = useLanguage()
  const begins = useBeginning()
  return (
    <ul className="rows">
      {meetings.map((meeting) => (
        <li key={meeting.id}>
          <Link to={`/portal/meetings/${meeting.slug}`}>{meeting.name}</Link>
          <p>
            <time dateTime={meeting.start_date}>{begins(meeting)}</time>
            {meeting.body_name && <span>{meeting.body_name}</span>}
            {meeting.location_name && <span>{meeting.location_name}</span>}
          </p>
          {meeting.status !== 'confirmed' && <span className={`state state--${meeting.status}`}>{t(`meetings.status.${meeting.status}`)}</span>}
        </li>
      ))}
    </ul>
  )
}
