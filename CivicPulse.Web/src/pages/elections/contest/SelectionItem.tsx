import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { ConfirmButton } from '../../../ui/ConfirmButton'
import { ErrorNote } from '../../../ui/ErrorNote'
import { useReturn } from '../../../ui/useReturn'
import { lasting } from '../../records/fields'
import { RecordForm } from '../../records/RecordForm'
import { useDeleteSelection, useParties, useSaveSelection, type Contest, type Selection } from '../contests'
import { selectionFields } from '../fields'

type Props = { contest: Contest; selection: Selection; may: boolean }

export function SelectionItem({ contest, selection, may }: Props) {
  const { t } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const save = useSaveSelection(contest.id, selection.id)
  const remove = useDeleteSelection()
  const parties = useParties().data ?? []
  if (editing && may)
    return (
      <li className="is-edited">
        <RecordForm
          key={selection.locked_fields.join()}
          label={selection.name}
          specs={lasting(selectionFields(t, contest.kind, parties), selection)}
          record={selection}
          locked={selection.locked_fields}
          busy={save.isPending}
          error={save.error}
          onSave={(changed) => save.mutate(changed, { onSuccess: () => setEditing(false) })}
          onUnlock={(locked) => save.mutate({ locked_fields: locked })}
          onCancel={() => setEditing(false)}
        />
      </li>
    )
  const told = [
    selection.party_name,
    selection.person_name !== selection.name && selection.person_name,
    selection.is_incumbent && t('elections.incumbent'),
    selection.is_write_in && t('elections.writeIn'),
    selection.pre_election_status && t(`standing.${selection.pre_election_status}`),
  ].filter(Boolean)
  return (
    <li>
      <span>
        <strong>{selection.name}</strong>{' '}
        {selection.post_election_status && <span className={`state state--${selection.post_election_status}`}>{t(`outcome.${selection.post_election_status}`)}</span>}
      </span>
      {told.length > 0 && <small>{told.join(' · ')}</small>}
      {remove.error && <ErrorNote error={remove.error} />}
      {may && (
        <span className="row-actions">
          <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
            {t('records.edit')} <span className="usa-sr-only">{selection.name}</span>
          </button>
          <ConfirmButton label={t('ballots.deleteWithCounts')} name={selection.name} busy={remove.isPending} onConfirm={() => remove.mutate(selection.id)} />
        </span>
      )}
    </li>
  )
}
