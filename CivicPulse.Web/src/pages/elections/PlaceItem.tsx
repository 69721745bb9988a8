import { useState } from 'react'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { useReturn } from '../../ui/useReturn'
import { lasting } from '../records/fields'
import { RowPublication } from '../records/Publication'
import { RecordForm } from '../records/RecordForm'
import { placeFields } from './fields'
import { useDeletePlace, useSavePlace, type PollingPlace } from './places'

export function PlaceItem({ place, may }: { place: PollingPlace; may: boolean }) {
  const { t, day } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const save = useSavePlace(place.election_id, place.id)
  const remove = useDeletePlace()
  if (editing)
    return (
      <li className="is-edited">
        <RecordForm
          key={place.locked_fields.join()}
          label={place.name}
          specs={lasting(placeFields, place)}
          record={place}
          locked={place.locked_fields}
          busy={save.isPending}
          error={save.error}
          onSave={(changed) => save.mutate(changed, { onSuccess: () => setEditing(false) })}
          onUnlock={(locked) => save.mutate({ locked_fields: locked })}
          onCancel={() => setEditing(false)}
        />
      </li>
    )
  const kinds = [place.is_early_voting && t('elections.earlyVoting'), place.is_drop_box && t('elections.dropBox')].filter(Boolean)
  return (
    <li>
      <strong>{place.name}</strong>
      {place.address_lines.length > 0 && <small>{place.address_lines.join(', ')}</small>}
      {kinds.length > 0 && <small>{kinds.join(' · ')}</small>}
      {place.hours.map((hours) => (
        <small key={`${hours.date} ${hours.opens}`}>{t('elections.hours', { date: day(hours.date), opens: hours.opens.slice(0, 5), closes: hours.closes.slice(0, 5) })}</small>
      ))}
      {remove.error && <ErrorNote error={remove.error} />}
      <span className="row-actions">
        <RowPublication kind="polling-places" id={place.id} name={place.name} published={Boolean(place.published_at)} />
        {may && (
          <>
            <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
              {t('records.edit')} <span className="usa-sr-only">{place.name}</span>
            </button>
            <ConfirmButton label={t('records.delete')} name={place.name} busy={remove.isPending} onConfirm={() => remove.mutate(place.id)} />
          </>
        )}
      </span>
    </li>
  )
}
