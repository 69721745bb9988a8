import { useState, type FormEvent } from 'react'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { FormActions } from '../../../ui/FormActions'
import type { Selection } from '../contests'
import { countChanges, useSaveCounts, votesFrom, type Count, type Unit, type Way } from './counts'

type Props = { unit: Unit; way: Way; counts: readonly Count[]; selections: readonly Selection[]; onDone: () => void }

export function CountInputs({ unit, way, counts, selections, onDone }: Props) {
  const { t } = useLanguage()
  const save = useSaveCounts(unit.id, way)
  const [wrong, setWrong] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const entered = selections.map(({ id }) => [id, String(form.get(id) ?? '')] as const)
    const bad = entered.find(([, text]) => text.trim() && votesFrom(text) === undefined)?.[0]
    const changes = countChanges(counts, way, entered)
    setWrong(bad)
    if (bad || !changes) return event.currentTarget.querySelector<HTMLElement>(`[name="${bad}"]`)?.focus()
    save.mutate(changes, { onSuccess: onDone })
  }
  return (
    <form className="inline-form" onSubmit={submit} noValidate aria-label={t('ballots.votesIn', { unit: unit.name })}>
      {save.error && <ErrorNote error={save.error} />}
      <p className="usa-hint">{t('ballots.countHint')}</p>
      <div className="side-by-side">
        {selections.map(({ id, name }) => (
          <Field key={id} label={name} error={wrong === id ? t('ballots.noNumber') : undefined}>
            {(input) => (
              <input
                {...input}
                className="usa-input"
                name={id}
                inputMode="numeric"
                maxLength={16}
                autoComplete="off"
                defaultValue={counts.find((count) => count.selection_id === id && count.count_item_type === way)?.votes ?? ''}
              />
            )}
          </Field>
        ))}
      </div>
      <FormActions busy={save.isPending} onCancel={onDone} />
    </form>
  )
}
