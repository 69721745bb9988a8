import { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { useBodies, useCreateMeeting } from './meetings'

/** Adds a meeting and goes straight to it, where its transcript is uploaded. */
export function NewMeeting({ onCancel }: { onCancel?: () => void }) {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const create = useCreateMeeting()
  const { data: bodies } = useBodies()
  const [missing, setMissing] = useState({ name: false, date: false })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get('name')).trim()
    const date = String(form.get('date'))
    const time = String(form.get('time')) || '00:00'
    const body = String(form.get('body') ?? '')
    setMissing({ name: !name, date: !date })
    if (!name || !date) {
      event.currentTarget.querySelector<HTMLInputElement>(name ? '[name=date]' : '[name=name]')?.focus()
      return
    }
    create.mutate(
      { name, start_date: new Date(`${date}T${time}`).toISOString(), ...(body ? { body_id: body } : {}) },
      { onSuccess: (meeting) => void navigate(`/meetings/${meeting.id}`) },
    )
  }

  return (
    <form className="panel new-meeting" onSubmit={submit} noValidate aria-label={t('meetings.new')}>
      {create.error && <ErrorNote error={create.error} />}
      <Field label={t('meetings.name')} hint={t('meetings.nameHint')} error={missing.name ? t('meetings.nameRequired') : undefined}>
        {(input) => <input {...input} className="usa-input" name="name" maxLength={300} autoFocus={onCancel !== undefined} />}
      </Field>
      <div className="side-by-side">
        <Field label={t('meetings.date')} error={missing.date ? t('meetings.dateRequired') : undefined}>
          {(input) => <input {...input} className="usa-input" name="date" type="date" />}
        </Field>
        <Field label={t('meetings.time')}>
          {(input) => <input {...input} className="usa-input" name="time" type="time" defaultValue="18:00" />}
        </Field>
        {bodies && bodies.length > 0 && (
          <Field label={t('meetings.body')}>
            {(input) => (
              <select {...input} className="usa-select" name="body" defaultValue="">
                <option value="">{t('meetings.noBody')}</option>
                {bodies.map((body) => (
                  <option key={body.id} value={body.id}>
                    {body.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      <div className="actions">
        <button type="submit" className="usa-button" disabled={create.isPending}>
          {t(create.isPending ? 'meetings.creating' : 'meetings.create')}
        </button>
        {onCancel && (
          <button type="button" className="usa-button usa-button--outline" onClick={onCancel}>
            {t('meetings.cancel')}
          </button>
        )}
      </div>
    </form>
  )
}
