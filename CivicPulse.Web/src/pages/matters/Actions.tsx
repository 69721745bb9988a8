import { useState, type FormEvent } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { SelectField } from '../../ui/SelectField'
import { useActions, useAddAction, useDeleteAction, type Matter } from './matters'
import { useStepWords } from './useStepWords'
import { steps } from './words'

/** What happened to it, in order. */
export function Actions({ matter }: { matter: Matter }) {
  const { t, day } = useLanguage()
  const words = useStepWords()
  const may = useMay()('governance.write')
  const { data: actions, error, refetch } = useActions(matter.id)
  const remove = useDeleteAction(matter.id)
  return (
    <AddingSection title={t('matters.actions')} action={t('matters.addAction')} may={may} renderForm={(close) => <AddAction matter={matter} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {remove.error && <ErrorNote error={remove.error} />}
      {actions?.length === 0 && <p className="quiet">{t('matters.noActions')}</p>}
      {actions && actions.length > 0 && (
        <ol className="attachments">
          {actions.map((action) => (
            <li key={action.id}>
              <strong>{action.description}</strong>
              <small>{[day(action.date), action.body_name, ...action.classification.map(words)].filter(Boolean).join(' · ')}</small>
              {may && <ConfirmButton label={t('records.delete')} name={action.description} busy={remove.isPending} onConfirm={() => remove.mutate(action.id)} />}
            </li>
          ))}
        </ol>
      )}
    </AddingSection>
  )
}

function AddAction({ matter, onDone }: { matter: Matter; onDone: () => void }) {
  const { t } = useLanguage()
  const words = useStepWords()
  const add = useAddAction(matter.id)
  const [missing, setMissing] = useState({ date: false, description: false })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [date, description, kind] = ['date', 'description', 'kind'].map((name) => String(form.get(name)).trim()) as [string, string, string]
    setMissing({ date: !date, description: !description })
    if (!date || !description) return event.currentTarget.querySelector<HTMLElement>(date ? '[name=description]' : '[name=date]')?.focus()
    add.mutate({ date, description, classification: kind ? [kind] : [] }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('matters.addAction')}>
      {add.error && <ErrorNote error={add.error} />}
      <div className="side-by-side">
        <Field label={t('field.date')} error={missing.date ? t('records.required') : undefined}>
          {(input) => <input {...input} className="usa-input" type="date" name="date" autoFocus />}
        </Field>
        <SelectField label={t('field.classification')} name="kind" none={t('matters.noStep')} choices={steps.map((step) => [step, words(step)])} />
      </div>
      <Field label={t('matters.whatHappened')} error={missing.description ? t('records.required') : undefined}>
        {(input) => <input {...input} className="usa-input" name="description" maxLength={2000} />}
      </Field>
      <FormActions busy={add.isPending} onCancel={onDone} />
    </form>
  )
}
