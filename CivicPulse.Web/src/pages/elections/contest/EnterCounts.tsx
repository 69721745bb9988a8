import { useId, useState, type FormEvent } from 'react'
import type { Schemas } from '../../../api/client'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { SelectField } from '../../../ui/SelectField'
import type { Contest } from '../contests'
import { unitTypes, unitWords } from '../words'
import { CountForm } from './CountForm'
import { useFindOrAddUnit, useUnits } from './counts'

type Props = { contest: Contest; onDone: () => void }

/** First the place, which may be new, then its votes. */
export function EnterCounts({ contest, onDone }: Props) {
  const words = useLanguage()
  const { t } = words
  const find = useFindOrAddUnit(contest.election_id)
  const proposed = useId()
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const known = useUnits(contest.election_id, name.trim()).data?.items ?? []
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setMissing(!name.trim())
    if (!name.trim()) return event.currentTarget.querySelector('input')?.focus()
    const type = new FormData(event.currentTarget).get('type') as Schemas['ReportingUnitType']
    find.mutate({ name: name.trim(), type })
  }
  if (find.data)
    return (
      <div className="panel">
        <CountForm contest={contest} unit={find.data} onDone={onDone} />
      </div>
    )
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('ballots.enterCounts')}>
      {find.error && <ErrorNote error={find.error} />}
      <div className="side-by-side">
        <Field label={t('elections.unit')} hint={t('ballots.unitHint')} error={missing ? t('records.required') : undefined}>
          {(input) => (
            <>
              <input {...input} className="usa-input" value={name} onChange={(event) => setName(event.target.value)} maxLength={300} list={proposed} autoComplete="off" autoFocus />
              <datalist id={proposed}>
                {known.map((unit) => (
                  <option key={unit.id}>{unit.name}</option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <SelectField label={t('elections.unitType')} hint={t('ballots.unitTypeHint')} name="type" value="precinct" choices={unitTypes.map((type) => [type, unitWords(words, type)])} />
      </div>
      <div className="actions">
        <button type="submit" className="usa-button" disabled={find.isPending}>
          {t('ballots.goOn')}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={onDone}>
          {t('meetings.cancel')}
        </button>
      </div>
    </form>
  )
}
