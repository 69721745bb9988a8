import { useState, type FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { SelectField } from '../../ui/SelectField'
import { useReturn } from '../../ui/useReturn'
import type { Line, Minutes } from './meetings'
import { lineKinds, linesOf, useDeleteLine, useSaveLine } from './minutes'

/** Every line with its kind, to word anew, to move and to remove. A change takes a review back: the server says so. */
export function MinutesEditor({ meetingId, minutes }: { meetingId: string; minutes: Minutes }) {
  const { t } = useLanguage()
  const lines = linesOf(minutes)
  return (
    <AddingSection title={t('minutes.allLines')} action={t('minutes.addLine')} may heading="h3" renderForm={(close) => <LineForm meetingId={meetingId} line={null} onDone={close} />}>
      {lines.length === 0 && <p className="quiet">{t('minutes.noLines')}</p>}
      <ol className="minutes-lines">
        {lines.map((line, place) => (
          <EditableLine key={line.id} meetingId={meetingId} line={line} first={place === 0} last={place === lines.length - 1} />
        ))}
      </ol>
    </AddingSection>
  )
}

function EditableLine({ meetingId, line, first, last }: { meetingId: string; line: Line; first: boolean; last: boolean }) {
  const { t } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const save = useSaveLine(meetingId, line.id)
  const remove = useDeleteLine(meetingId)
  if (editing)
    return (
      <li>
        <LineForm meetingId={meetingId} line={line} onDone={() => setEditing(false)} />
      </li>
    )
  const move = (by: number, label: 'agenda.up' | 'agenda.down', never: boolean) => (
    <button type="button" className="usa-button usa-button--unstyled" disabled={never || save.isPending} onClick={() => save.mutate({ order: line.order + by })}>
      {t(label)} <span className="usa-sr-only">{line.text}</span>
    </button>
  )
  return (
    <li>
      <p>
        <span className="state">{t(`line.one.${line.kind}`)}</span> {line.person && <strong>{line.person}: </strong>}
        {line.text}
      </p>
      {(save.error ?? remove.error) && <ErrorNote error={save.error ?? remove.error} />}
      <p className="row-actions">
        <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
          {t('records.edit')} <span className="usa-sr-only">{line.text}</span>
        </button>
        {move(-1, 'agenda.up', first)}
        {move(1, 'agenda.down', last)}
        <ConfirmButton label={t('records.remove')} name={line.text} busy={remove.isPending} onConfirm={() => remove.mutate(line.id)} />
      </p>
    </li>
  )
}

function LineForm({ meetingId, line, onDone }: { meetingId: string; line: Line | null; onDone: () => void }) {
  const { t } = useLanguage()
  const save = useSaveLine(meetingId, line?.id)
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name)).trim()
    setMissing(!said('text'))
    if (!said('text')) return event.currentTarget.querySelector('textarea')?.focus()
    save.mutate({ text: said('text'), kind: said('kind') as Line['kind'], person: said('person') }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t(line ? 'minutes.editLine' : 'minutes.addLine')}>
      {save.error && <ErrorNote error={save.error} />}
      <Field label={t('minutes.lineText')} error={missing ? t('records.required') : undefined}>
        {(input) => <textarea {...input} className="usa-textarea" name="text" rows={2} maxLength={10_000} defaultValue={line?.text} autoFocus />}
      </Field>
      <div className="side-by-side">
        <SelectField label={t('field.classification')} name="kind" value={line?.kind ?? 'decision'} choices={lineKinds.map((kind) => [kind, t(`line.one.${kind}`)])} />
        <Field label={t('minutes.person')} hint={t('minutes.personHint')}>
          {(input) => <input {...input} className="usa-input" name="person" maxLength={300} defaultValue={line?.person ?? ''} />}
        </Field>
      </div>
      <FormActions busy={save.isPending} onCancel={onDone} />
    </form>
  )
}
