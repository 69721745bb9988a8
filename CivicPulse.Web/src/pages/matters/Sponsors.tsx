import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { FormActions } from '../../ui/FormActions'
import { SelectField } from '../../ui/SelectField'
import { PersonInput, usePerson } from '../records/PersonInput'
import { useAddSponsor, useRemoveSponsor, useSponsors, type Matter, type Sponsorship } from './matters'

/** Who stands behind it. */
export function Sponsors({ matter }: { matter: Matter }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const { data: sponsors, error, refetch } = useSponsors(matter.id)
  const remove = useRemoveSponsor(matter.id)
  return (
    <AddingSection title={t('matters.sponsors')} action={t('matters.addSponsor')} may={may} renderForm={(close) => <AddSponsor matter={matter} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {remove.error && <ErrorNote error={remove.error} />}
      {sponsors?.length === 0 && <p className="quiet">{t('matters.noSponsors')}</p>}
      {sponsors && sponsors.length > 0 && (
        <ul className="attachments">
          {sponsors.map((sponsor) => (
            <li key={sponsor.id}>
              {sponsor.official_id ? <Link to={`/officials/${sponsor.official_id}`}>{sponsor.name}</Link> : <strong>{sponsor.name}</strong>}
              <small>{t(`sponsor.${sponsor.classification}`)}</small>
              {may && <ConfirmButton label={t('records.remove')} name={sponsor.name} busy={remove.isPending} onConfirm={() => remove.mutate(sponsor.id)} />}
            </li>
          ))}
        </ul>
      )}
    </AddingSection>
  )
}

function AddSponsor({ matter, onDone }: { matter: Matter; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useAddSponsor(matter.id)
  const person = usePerson('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setMissing(!person.said)
    if (!person.said) return event.currentTarget.querySelector('input')?.focus()
    const classification = new FormData(event.currentTarget).get('classification') as Sponsorship['classification']
    add.mutate({ classification, ...(person.official ? { official_id: person.official } : { name: person.said }) }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('matters.addSponsor')}>
      {add.error && <ErrorNote error={add.error} />}
      <div className="side-by-side">
        <PersonInput person={person} label={t('field.name')} hint={t('bodies.nameHint')} error={missing ? t('records.required') : undefined} focused />
        <SelectField label={t('field.role')} name="classification" value="primary" choices={(['primary', 'cosponsor'] as const).map((kind) => [kind, t(`sponsor.${kind}`)])} />
      </div>
      <FormActions busy={add.isPending} onCancel={onDone} />
    </form>
  )
}
