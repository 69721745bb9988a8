import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import type { MeetingRow } from './meetings'

export function MeetingList({ meetings }: { meetings: MeetingRow[] }) {
  const { day } = useLanguage()
  return (
    <ul className="rows">
      {meetings.map((meeting) => (
        <li key={meeting.id}>
          <Link to={`/meetings/${meeting.id}`}>{meeting.name}</Link>
          <p>
            <time dateTime={meeting.start_date}>{day(meeting.start_date)}</time>
            {meeting.body_name && <span>{meeting.body_name}</span>}
          </p>
          <TranscriptState state={meeting.transcript_state} />
        </li>
      ))}
    </ul>
  )
}

export function TranscriptState({ state }: { state: MeetingRow['transcript_state'] }) {
  const { t } = useLanguage()
  return <span className={`state state--${state}`}>{t(`meetings.state.${state}`)}</span>
}
