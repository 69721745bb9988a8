import { useState, type FormEvent } from 'react'
import type { Schemas } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { SelectField } from '../../ui/SelectField'
import { useMatterChoices } from '../matters/matters'
import { PersonInput, usePerson } from '../records/PersonInput'
import { useAgenda, useMembersOn, useSaveMotion, type Motion } from './deliberation'
import { dayOf, type Meeting } from './meetings'

const kinds = ['passage', 'reading', 'veto_override', 'amendment', 'referral', 'tabling', 'postponement', 'reconsideration', 'procedural', 'other'] as const satisfies readonly Motion['classification'][]
const requirements = ['majority', 'two_thirds', 'three_fourths', 'unanimous', 'plurality'] as const satisfies readonly Motion['requirement'][]

type Props = { meeting: Meeting; motion: Motion | null; onDone: () => void }

export function MotionForm({ meeting, motion, onDone }: Props) {
  const { t } = useLanguage()
  const save = useSaveMotion(meeting.id, motion?.id)
  const members = useMembersOn(meeting.body_id, dayOf(meeting)).data?.map((one) => ({ id: one.official_id, name: one.person_name })) ?? []
  const [mover, seconder] = [usePerson(motion?.mover_name, members), usePerson(motion?.seconder_name, members)]
  const [missing, setMissing] = useState(false)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim()
    setMissing(!said('text'))
    if (!said('text')) return event.currentTarget.querySelector('textarea')?.focus()
    save.mutate(
      {
        text: said('text'),
        classification: said('classification') as Motion['classification'],
        requirement: said('requirement') as Motion['requirement'],
        agenda_item_id: said('agenda_item_id') || null,
        matter_id: said('matter_id') || null,
        ...named('mover', mover, motion?.mover_name),
        ...named('seconder', seconder, motion?.seconder_name),
      } as Omit<Schemas['CreateMotion'], 'meeting_id'>,
      { onSuccess: onDone },
    )
  }

  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t(motion ? 'motions.edit' : 'motions.add')}>
      {save.error && <ErrorNote error={save.error} />}
      <Field label={t('motions.text')} hint={t('motions.textHint')} error={missing ? t('records.required') : undefined}>
        {(input) => <textarea {...input} className="usa-textarea" name="text" rows={2} maxLength={5000} defaultValue={motion?.text} autoFocus />}
      </Field>
      <div className="side-by-side">
        <PersonInput person={mover} label={t('motions.mover')} hint={t('bodies.nameHint')} />
        <PersonInput person={seconder} label={t('motions.seconder')} hint={t('bodies.nameHint')} />
        <SelectField label={t('field.classification')} name="classification" value={motion?.classification ?? 'passage'} choices={kinds.map((kind) => [kind, t(`motion.${kind}`)])} />
        <SelectField label={t('motions.requirement')} name="requirement" value={motion?.requirement ?? 'majority'} choices={requirements.map((kind) => [kind, t(`requirement.${kind}`)])} />
        <Under meeting={meeting} motion={motion} />
      </div>
      <FormActions busy={save.isPending} onCancel={onDone} />
    </form>
  )
}

/** What the motion belongs to; once said it can be changed, but not taken back. */
function Under({ meeting, motion }: { meeting: Meeting; motion: Motion | null }) {
  const { t } = useLanguage()
  const agenda = useAgenda(meeting.id).data ?? []
  const matters = useMatterChoices(meeting.body_id)
  return (
    <>
      {agenda.length > 0 && (
        <SelectField
          key={`a${agenda.length}`}
          label={t('motions.agendaItem')}
          name="agenda_item_id"
          value={motion?.agenda_item_id}
          none={motion?.agenda_item_id ? undefined : t('motions.noAgendaItem')}
          choices={agenda.map(({ id, order, title }) => [id, `${order}. ${title}`])}
        />
      )}
      {matters.length > 0 && (
        <SelectField
          key={`m${matters.length}`}
          label={t('motions.matter')}
          name="matter_id"
          value={motion?.matter_id}
          none={motion?.matter_id ? undefined : t('motions.noMatter')}
          choices={matters}
        />
      )}
    </>
  )
}

/** Somebody is sent only when it is somebody else: what is sent is kept from imports. */
function named(who: 'mover' | 'seconder', person: ReturnType<typeof usePerson>, before: string | null | undefined) {
  if (!person.said || person.said === before) return {}
  return person.official ? { [`${who}_id`]: person.official } : { [`${who}_name`]: person.said }
}
