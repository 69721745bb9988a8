import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { useMinutes, type Line, type Minutes } from './meetings'
import { Speaker, speakerOf } from './Speaker'
import { TurnChip } from './TurnChip'
import { linkToTurns, type Span } from './turns'

type Place = { meetingId: string; span: Span | null }

export function MinutesPane({ meetingId, span }: Place) {
  const { t } = useLanguage()
  const { data: minutes, error, refetch } = useMinutes(meetingId)
  return (
    <section className="minutes" aria-labelledby="minutes-title">
      <h2 id="minutes-title">{t('meeting.minutes')}</h2>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {minutes === undefined && !error && <Loading />}
      {minutes === null && <p className="quiet">{t('minutes.none')}</p>}
      {minutes && <Sections minutes={minutes} meetingId={meetingId} span={span} />}
    </section>
  )
}

function Sections({ minutes, ...place }: Place & { minutes: Minutes }) {
  const { t, n } = useLanguage()
  return (
    <>
      <p className="quiet">
        {minutes.status !== 'none' && <strong className="usa-tag">{t(`minutes.${minutes.status}`)}</strong>}{' '}
        {minutes.status === 'draft' && t('minutes.draftText')}{' '}
        {t(minutes.mode === 'model' ? 'minutes.model' : 'minutes.embedded')}
      </p>
      <h3>{t('minutes.summary')}</h3>
      <Lines lines={minutes.summary} {...place} />
      <h3>{t('minutes.decisions')}</h3>
      <Lines lines={minutes.decisions} none={t('minutes.noDecisions')} {...place} />
      <h3>{t('minutes.actions')}</h3>
      <Lines lines={minutes.action_items} none={t('minutes.noActions')} {...place} />
      <h3>{t('minutes.contributions')}</h3>
      {minutes.contributions.map(({ speaker, lines }) => (
        <details key={speaker} className="contribution">
          <summary>
            <Speaker name={speaker} /> <small>{n('minutes.lines', lines.length)}</small>
          </summary>
          <Lines lines={lines} {...place} />
        </details>
      ))}
    </>
  )
}

function LineText({ line }: { line: Line }) {
  const [speaker, words] = speakerOf(line.text, line.quote) ?? [line.assignee, line.text]
  return (
    <span>
      {speaker && <strong>{speaker}: </strong>}
      {words}
    </span>
  )
}

function Lines({ lines, none, meetingId, span }: Place & { lines: Line[]; none?: string }) {
  if (lines.length === 0) return <p className="quiet">{none}</p>
  return (
    <ul className="lines">
      {lines.map((line) => (
        <li key={line.id}>
          <Link
            to={linkToTurns(meetingId, line.first_turn, line.last_turn)}
            state={{ quote: line.quote }}
            aria-current={span?.first === line.first_turn && span.last === line.last_turn ? 'true' : undefined}
          >
            <LineText line={line} />{' '}
            <TurnChip first={line.first_turn} last={line.last_turn} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
