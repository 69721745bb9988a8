import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { useMinutes, type Line, type Minutes } from './meetings'
import { MinutesEditor } from './MinutesEditor'
import { MinutesSteps } from './MinutesSteps'
import { Speaker, speakerOf } from './Speaker'
import { TurnChip } from './TurnChip'
import { linkToTurns, type Span } from './turns'

type Place = { meetingId: string; span: Span | null }

export function MinutesPane({ meetingId, span }: Place) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const [editing, setEditing] = useState(false)
  const { data: minutes, error, refetch } = useMinutes(meetingId)
  const open = may && minutes?.status !== 'published'
  return (
    <section className="minutes" aria-labelledby="minutes-title">
      <h2 id="minutes-title">{t('meeting.minutes')}</h2>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {minutes === undefined && !error && <Loading />}
      {minutes !== undefined && (
        <MinutesSteps meetingId={meetingId} minutes={minutes}>
          {minutes && open && (
            <button type="button" className="usa-button usa-button--outline" onClick={() => setEditing(!editing)}>
              {t(editing ? 'minutes.stopEditing' : 'minutes.edit')}
            </button>
          )}
        </MinutesSteps>
      )}
      {minutes && (editing && open ? <MinutesEditor meetingId={meetingId} minutes={minutes} /> : <Sections minutes={minutes} meetingId={meetingId} span={span} />)}
    </section>
  )
}

function Sections({ minutes, ...place }: Place & { minutes: Minutes }) {
  const { t, n } = useLanguage()
  return (
    <>
      <p className="quiet">
        {minutes.status !== 'none' && <strong className="usa-tag">{t(`minutes.${minutes.status}`)}</strong>}{' '}
        {minutes.status === 'draft' && minutes.mode !== 'person' && t('minutes.draftText')}{' '}
        {t(minutes.mode === 'person' ? 'minutes.byHand' : minutes.mode === 'model' ? 'minutes.model' : 'minutes.embedded')}
      </p>
      <h3>{t('minutes.summary')}</h3>
      <Lines lines={minutes.summary} none={t('minutes.noSummary')} {...place} />
      <h3>{t('minutes.decisions')}</h3>
      <Lines lines={minutes.decisions} none={t('minutes.noDecisions')} {...place} />
      <h3>{t('minutes.actions')}</h3>
      <Lines lines={minutes.action_items} none={t('minutes.noActions')} {...place} />
      {minutes.contributions.length > 0 && <h3>{t('minutes.contributions')}</h3>}
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

/** A line that somebody wrote by hand was said in no turn. */
function LineLink({ line, meetingId, span }: Place & { line: Line }) {
  const { first_turn: first, last_turn: last } = line
  if (typeof first !== 'number') return <LineText line={line} />
  const end = last ?? first
  return (
    <Link to={linkToTurns(meetingId, first, end)} state={{ quote: line.quote }} aria-current={span?.first === first && span.last === end ? 'true' : undefined}>
      <LineText line={line} /> <TurnChip first={first} last={end} />
    </Link>
  )
}

function Lines({ lines, none, meetingId, span }: Place & { lines: Line[]; none?: string }) {
  if (lines.length === 0) return <p className="quiet">{none}</p>
  return (
    <ul className="lines">
      {lines.map((line) => (
        <li key={line.id}>
          <LineLink line={line} meetingId={meetingId} span={span} />
        </li>
      ))}
    </ul>
  )
}
