import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { useReturn } from '../../ui/useReturn'
import { Attachments } from '../records/Attachments'
import { RowPublication } from '../records/Publication'
import { useDeleteMotion, type Motion, type VoteEvent } from './deliberation'
import type { Meeting } from './meetings'
import { MotionForm } from './MotionForm'
import { VoteForm } from './VoteForm'
import { VoteItem } from './VoteItem'

type Props = { meeting: Meeting; motion: Motion; votes: readonly VoteEvent[] }

export function MotionItem({ meeting, motion, votes }: Props) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const [open, setOpen] = useState<'edit' | 'vote' | null>(null)
  const remove = useDeleteMotion(meeting.id)
  const close = () => setOpen(null)
  const [edit, record] = [useReturn(open === 'edit'), useReturn(open === 'vote')]
  if (open === 'edit') return <MotionForm meeting={meeting} motion={motion} onDone={close} />
  return (
    <article className="motion" aria-label={motion.text}>
      <p className="motion-text">{motion.text}</p>
      <MotionFacts motion={motion} />
      {remove.error && <ErrorNote error={remove.error} />}
      <p className="row-actions">
        <RowPublication kind="motions" id={motion.id} name={motion.text} published={Boolean(motion.published_at)} />
        {may && (
          <>
            <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setOpen('edit')}>
              {t('records.edit')} <span className="usa-sr-only">{motion.text}</span>
            </button>
            <ConfirmButton label={t('records.delete')} name={motion.text} busy={remove.isPending} onConfirm={() => remove.mutate(motion.id)} />
          </>
        )}
      </p>
      {votes.map((vote) => (
        <VoteItem key={vote.id} meeting={meeting} motion={motion} vote={vote} />
      ))}
      {open === 'vote' && <VoteForm meeting={meeting} motion={motion} vote={null} onDone={close} />}
      {may && open === null && (
        <button ref={record} type="button" className="usa-button usa-button--outline" onClick={() => setOpen('vote')}>
          {t(votes.length > 0 ? 'votes.another' : 'votes.record')} <span className="usa-sr-only">{motion.text}</span>
        </button>
      )}
      <Attachments owners="motions" ownerId={motion.id} of={motion.text} folded />
    </article>
  )
}

function MotionFacts({ motion }: { motion: Motion }) {
  const { t } = useLanguage()
  return (
    <p className="motion-facts">
      <span>{t(`motion.${motion.classification}`)}</span>
      {motion.mover_name && <span>{t('meetings.movedBy', { name: motion.mover_name })}</span>}
      {motion.seconder_name && <span>{t('meetings.secondedBy', { name: motion.seconder_name })}</span>}
      <span>{t(`requirement.${motion.requirement}`)}</span>
      {motion.agenda_item_title && <span>{t('motions.under', { item: motion.agenda_item_title })}</span>}
      {motion.matter_id && <Link to={`/matters/${motion.matter_id}`}>{motion.matter_identifier}</Link>}
      {motion.result && <strong className={`state state--${motion.result}`}>{t(`result.${motion.result}`)}</strong>}
    </p>
  )
}
