import { useState } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { useReturn } from '../../ui/useReturn'
import { Vote } from '../portal/record/Vote'
import { RowPublication } from '../records/Publication'
import { useDeleteVote, usePersonVotes, type Motion, type VoteEvent } from './deliberation'
import type { Meeting } from './meetings'
import { options } from './roll'
import { VoteForm } from './VoteForm'

type Props = { meeting: Meeting; motion: Motion; vote: VoteEvent }

/** One vote with its counts, which the server made of the votes by name or took as they were announced. */
export function VoteItem({ meeting, motion, vote }: Props) {
  const { t, moment } = useLanguage()
  const may = useMay()('governance.write')
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const remove = useDeleteVote(meeting.id)
  const name = t('votes.of', { moment: moment(vote.start_date), motion: motion.text })
  if (editing) return <VoteForm meeting={meeting} motion={motion} vote={vote} onDone={() => setEditing(false)} />
  return (
    <div className="roll-call" role="group" aria-label={name}>
      <p className="counts">
        <span>{t(`method.${vote.method}`)}</span>
        {options
          .filter((option) => vote.counts[option] > 0)
          .map((option) => (
            <span key={option} className={`vote vote--${option}`}>
              {t(`vote.${option}`)} <b>{vote.counts[option]}</b>
            </span>
          ))}
        {vote.result ? <strong className={`state state--${vote.result}`}>{t(`result.${vote.result}`)}</strong> : <span>{t('votes.noResult')}</span>}
      </p>
      {remove.error && <ErrorNote error={remove.error} />}
      <p className="row-actions">
        <RowPublication kind="vote-events" id={vote.id} name={name} published={Boolean(vote.published_at)} />
        {may && (
          <>
            <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
              {t('records.edit')} <span className="usa-sr-only">{name}</span>
            </button>
            <ConfirmButton label={t('records.delete')} name={name} busy={remove.isPending} onConfirm={() => remove.mutate(vote.id)} />
          </>
        )}
      </p>
      {vote.by_name && <ByName meetingId={meeting.id} vote={vote} name={name} />}
    </div>
  )
}

function ByName({ meetingId, vote, name }: { meetingId: string; vote: VoteEvent; name: string }) {
  const { t } = useLanguage()
  const [open, setOpen] = useState(false)
  const { data: votes, error, refetch } = usePersonVotes(meetingId, open ? vote : null)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('meetings.whoVoted')}</summary>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {votes && (
        <table className="usa-table" aria-label={name}>
          <thead>
            <tr>
              <th scope="col">{t('field.name')}</th>
              <th scope="col">{t('officials.vote')}</th>
            </tr>
          </thead>
          <tbody>
            {votes.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.voter_name}</th>
                <td>
                  <Vote option={one.option} />
                  {one.weight !== 1 && ` × ${one.weight}`}
                  {one.note && <small>{one.note}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
