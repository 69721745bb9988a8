import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Loading } from '../../ui/Loading'
import { SelectField } from '../../ui/SelectField'
import { useReturn } from '../../ui/useReturn'
import { useMatterChoices } from '../matters/matters'
import { Attachments } from '../records/Attachments'
import { useAgenda, useDeleteAgendaItem, useSaveAgendaItem, type AgendaItem } from './deliberation'
import type { Meeting } from './meetings'

/** Point by point. Moving an item by its buttons works without a mouse; the server makes room. */
export function AgendaView({ meeting }: { meeting: Meeting }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const { data: items, error, refetch } = useAgenda(meeting.id)
  return (
    <AddingSection title={t('meetings.agenda')} action={t('agenda.add')} may={may} renderForm={(close) => <ItemForm meeting={meeting} item={null} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!items && !error && <Loading />}
      {items?.length === 0 && <p className="quiet">{t('agenda.none')}</p>}
      <ol className="agenda">
        {items?.map((item, place) => (
          <Item key={item.id} meeting={meeting} item={item} may={may} first={place === 0} last={place === items.length - 1} />
        ))}
      </ol>
    </AddingSection>
  )
}

type ItemProps = { meeting: Meeting; item: AgendaItem; may: boolean; first: boolean; last: boolean }

function Item({ meeting, item, may, first, last }: ItemProps) {
  const { t } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const save = useSaveAgendaItem(meeting.id, item.id)
  const remove = useDeleteAgendaItem(meeting.id)
  if (editing)
    return (
      <li>
        <ItemForm meeting={meeting} item={item} onDone={() => setEditing(false)} />
      </li>
    )
  const move = (by: number, label: 'agenda.up' | 'agenda.down', never: boolean) => (
    <button type="button" className="usa-button usa-button--unstyled" disabled={never || save.isPending} onClick={() => save.mutate({ order: item.order + by })}>
      {t(label)} <span className="usa-sr-only">{item.title}</span>
    </button>
  )
  return (
    <li>
      <h3>{item.title}</h3>
      <p className="quiet">
        {item.matter_id && <Link to={`/matters/${item.matter_id}`}>{item.matter_identifier}</Link>} {item.subjects.join(' · ')}
      </p>
      {item.notes && <p className="prose">{item.notes}</p>}
      {(save.error ?? remove.error) && <ErrorNote error={save.error ?? remove.error} />}
      {may && (
        <p className="row-actions">
          <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
            {t('records.edit')} <span className="usa-sr-only">{item.title}</span>
          </button>
          {move(-1, 'agenda.up', first)}
          {move(1, 'agenda.down', last)}
          <ConfirmButton label={t('records.delete')} name={item.title} busy={remove.isPending} onConfirm={() => remove.mutate(item.id)} />
        </p>
      )}
      <Attachments owners="agenda-items" ownerId={item.id} of={item.title} folded />
    </li>
  )
}

function ItemForm({ meeting, item, onDone }: { meeting: Meeting; item: AgendaItem | null; onDone: () => void }) {
  const { t } = useLanguage()
  const save = useSaveAgendaItem(meeting.id, item?.id)
  const matters = useMatterChoices(meeting.body_id)
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim()
    setMissing(!said('title'))
    if (!said('title')) return event.currentTarget.querySelector('input')?.focus()
    const subjects = said('subjects').split('\n').map((line) => line.trim()).filter(Boolean)
    save.mutate({ title: said('title'), notes: said('notes'), subjects, matter_id: said('matter_id') || null }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t(item ? 'agenda.edit' : 'agenda.add')}>
      {save.error && <ErrorNote error={save.error} />}
      <Field label={t('agenda.title')} error={missing ? t('records.required') : undefined}>
        {(input) => <input {...input} className="usa-input" name="title" maxLength={500} defaultValue={item?.title} autoFocus />}
      </Field>
      <Field label={t('agenda.notes')}>{(input) => <textarea {...input} className="usa-textarea" name="notes" rows={2} maxLength={5000} defaultValue={item?.notes ?? ''} />}</Field>
      <div className="side-by-side">
        <Field label={t('matters.subjects')} hint={t('records.linesHint')}>
          {(input) => <textarea {...input} className="usa-textarea" name="subjects" rows={2} defaultValue={item?.subjects.join('\n')} />}
        </Field>
        {matters.length > 0 && (
          <SelectField key={matters.length} label={t('motions.matter')} name="matter_id" value={item?.matter_id} none={item?.matter_id ? undefined : t('motions.noMatter')} choices={matters} />
        )}
      </div>
      <FormActions busy={save.isPending} onCancel={onDone} />
    </form>
  )
}
