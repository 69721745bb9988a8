import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { SelectField } from '../../ui/SelectField'
import { useReturn } from '../../ui/useReturn'
import { here } from '../records/fields'
import { statuses, useChangeAttendance, useDeleteAttendance, type Attendance } from './attendance'
import type { Meeting } from './meetings'

type Props = { meeting: Meeting; person: Attendance }

export function AttendanceRow({ meeting, person }: Props) {
  const { t, moment } = useLanguage()
  const may = useMay()('governance.write')
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const remove = useDeleteAttendance(meeting.id)
  if (editing)
    return (
      <tr>
        <td colSpan={2}>
          <strong>{person.person_name}</strong>
          <ChangeForm meeting={meeting} person={person} onDone={() => setEditing(false)} />
        </td>
      </tr>
    )
  const told = [
    person.arrived_at && t('attendance.arrived', { moment: moment(person.arrived_at) }),
    person.left_at && t('attendance.left', { moment: moment(person.left_at) }),
    person.note,
  ].filter(Boolean)
  return (
    <tr>
      <th scope="row">{person.official_id ? <Link to={`/officials/${person.official_id}`}>{person.person_name}</Link> : person.person_name}</th>
      <td>
        <span className={`state state--${person.status}`}>{t(`attendance.${person.status}`)}</span>
        {told.length > 0 && <small>{told.join(' · ')}</small>}
        {remove.error && <ErrorNote error={remove.error} />}
        {may && (
          <span className="row-actions">
            <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
              {t('records.edit')} <span className="usa-sr-only">{person.person_name}</span>
            </button>
            <ConfirmButton label={t('records.remove')} name={person.person_name} busy={remove.isPending} onConfirm={() => remove.mutate(person.id)} />
          </span>
        )}
      </td>
    </tr>
  )
}

function ChangeForm({ meeting, person, onDone }: Props & { onDone: () => void }) {
  const { t } = useLanguage()
  const change = useChangeAttendance(meeting.id, person.id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const at = (name: string) => (form.get(name) ? new Date(String(form.get(name))).toISOString() : null)
    change.mutate(
      { status: form.get('status') as Attendance['status'], arrived_at: at('arrived_at'), left_at: at('left_at'), note: String(form.get('note')).trim() },
      { onSuccess: onDone },
    )
  }
  return (
    <form className="inline-form" onSubmit={submit} noValidate aria-label={person.person_name}>
      {change.error && <ErrorNote error={change.error} />}
      <SelectField label={t('meetings.attendance')} name="status" value={person.status} choices={statuses.map((status) => [status, t(`attendance.${status}`)])} />
      <div className="side-by-side">
        {(['arrived_at', 'left_at'] as const).map((name) => (
          <Field key={name} label={t(`attendance.${name}`)}>
            {(input) => <input {...input} className="usa-input" type="datetime-local" name={name} defaultValue={person[name] ? here(person[name]) : ''} />}
          </Field>
        ))}
      </div>
      <Field label={t('records.note')}>{(input) => <input {...input} className="usa-input" name="note" maxLength={1000} defaultValue={person.note ?? ''} />}</Field>
      <FormActions busy={change.isPending} onCancel={onDone} />
    </form>
  )
}
