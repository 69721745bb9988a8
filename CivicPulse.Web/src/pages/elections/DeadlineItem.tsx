import { useState } from 'react'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { useReturn } from '../../ui/useReturn'
import { lasting } from '../records/fields'
import { RecordForm } from '../records/RecordForm'
import { useDeleteDeadline, useSaveDeadline, type Deadline } from './deadlines'
import { deadlineFields } from './fields'

export function DeadlineItem({ deadline, may }: { deadline: Deadline; may: boolean }) {
  const { t, day } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const save = useSaveDeadline(deadline.election_id, deadline.id)
  const remove = useDeleteDeadline()
  const name = [t(`deadline.${deadline.kind}`), deadline.label].filter(Boolean).join(', ')
  if (editing)
    return (
      <li className="is-edited">
        <RecordForm
          label={name}
          specs={lasting(deadlineFields(t), deadline)}
          record={deadline}
          locked={[]}
          busy={save.isPending}
          error={save.error}
          onSave={(changed) => save.mutate(changed, { onSuccess: () => setEditing(false) })}
          onCancel={() => setEditing(false)}
        />
      </li>
    )
  return (
    <li>
      <strong>{name}</strong>
      <small>{[day(deadline.date), deadline.time && t('elections.until', { time: deadline.time.slice(0, 5) })].filter(Boolean).join(' ')}</small>
      {deadline.note && <small className="prose">{deadline.note}</small>}
      {remove.error && <ErrorNote error={remove.error} />}
      {may && (
        <span className="row-actions">
          <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
            {t('records.edit')} <span className="usa-sr-only">{name}</span>
          </button>
          <ConfirmButton label={t('records.delete')} name={name} busy={remove.isPending} onConfirm={() => remove.mutate(deadline.id)} />
        </span>
      )}
    </li>
  )
}
