import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'
import { JobProgress } from '../../live/JobProgress'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { Attachments } from '../records/Attachments'
import { PublicState } from '../records/Publication'
import { AgendaView } from './AgendaView'
import { AttendanceView } from './AttendanceView'
import { useMeeting, useTranscript, type Meeting } from './meetings'
import { TranscriptState } from './MeetingList'
import { MinutesPane } from './MinutesPane'
import { Motions } from './Motions'
import { Particulars } from './Particulars'
import { TranscriptPane } from './TranscriptPane'
import { spanFrom, type Span } from './turns'
import { UploadTranscript } from './UploadTranscript'
import { isRecord, viewFrom, Views, type View } from './Views'

export default function MeetingPage() {
  const { id } = useParams()
  const { data: meeting, error, refetch } = useMeeting(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return meeting ? <LoadedMeeting key={meeting.id} meeting={meeting} /> : <Loading />
}

function LoadedMeeting({ meeting }: { meeting: Meeting }) {
  const { t, moment } = useLanguage()
  const [replacing, setReplacing] = useState(false)
  const [search] = useSearchParams()
  const span = spanFrom(search)
  const view = viewFrom(search)
  const ready = meeting.transcript_state === 'ready'
  return (
    <Page
      wide={ready && isRecord(view)}
      title={meeting.name}
      above={
        <nav className="crumb" aria-label={t('nav.meetings')}>
          <Link to="/meetings">{t('nav.meetings')}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={meeting.start_date}>{moment(meeting.start_date)}</time>
          {meeting.body_name && <span>{meeting.body_name}</span>}
          <TranscriptState state={meeting.transcript_state} />
          <PublicState published={Boolean(meeting.published_at)} />
        </>
      }
      aside={
        ready && (
          <Link className="usa-button" to={`/ask?meeting=${meeting.id}`}>
            <Icon name="forum" />
            {t('meeting.askAbout')}
          </Link>
        )
      }
    >
      <JobProgress
        subjectId={meeting.id}
        title={t('job.transcript')}
        ready={t('job.transcriptReady')}
        wanted={meeting.transcript_state === 'processing'}
      />
      <Views view={view === 'transcript' && !ready ? 'minutes' : view} ready={ready} />
      {view === 'agenda' && <AgendaView meeting={meeting} />}
      {view === 'motions' && <Motions meeting={meeting} />}
      {view === 'attendance' && <AttendanceView meeting={meeting} />}
      {view === 'attachments' && <Attachments owners="meetings" ownerId={meeting.id} of={meeting.name} />}
      {view === 'particulars' && <Particulars meeting={meeting} />}
      {isRecord(view) && (meeting.transcript_state === 'none' || meeting.transcript_state === 'failed' || replacing) && (
        <UploadTranscript meeting={meeting} onSent={() => setReplacing(false)} />
      )}
      {isRecord(view) && !ready && <MinutesPane meetingId={meeting.id} span={null} />}
      {isRecord(view) && ready && <Record meeting={meeting} view={view} span={span} replacing={replacing} onReplace={setReplacing} />}
    </Page>
  )
}

type RecordProps = { meeting: Meeting; view: View; span: Span | null; replacing: boolean; onReplace: (replacing: boolean) => void }

/** Both panes side by side where there is room; one at a time, chosen by the address, where there is not. */
function Record({ meeting, view, span, replacing, onReplace }: RecordProps) {
  const { t } = useLanguage()
  return (
    <div className={`record record--${view}`}>
        <MinutesPane meetingId={meeting.id} span={span} />
        <div className="transcript">
          <div className="transcript-head">
            <h2 id="transcript-title">{t('meeting.transcript')}</h2>
            <TranscriptFacts meetingId={meeting.id} />
            <button type="button" className="usa-button usa-button--unstyled" aria-expanded={replacing} onClick={() => onReplace(!replacing)}>
              {t('meeting.replace')}
            </button>
          </div>
          <TranscriptPane meetingId={meeting.id} span={span} />
        </div>
      </div>
  )
}

function TranscriptFacts({ meetingId }: { meetingId: string }) {
  const { n } = useLanguage()
  const { data } = useTranscript(meetingId)
  return data ? <span className="quiet">{n('meeting.turns', data.turn_count)}</span> : null
}
