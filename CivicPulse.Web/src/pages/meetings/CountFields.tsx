import type { Schemas } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { Field } from '../../ui/Field'
import type { VoteEvent } from './deliberation'

const counted = ['yes', 'no', 'abstain', 'absent', 'not_voting'] as const

/** Numbers as they were announced; one that nobody named stays empty. */
export function CountFields({ vote }: { vote: VoteEvent | null }) {
  const { t } = useLanguage()
  return (
    <fieldset className="checks">
      <legend className="usa-label">{t('votes.counts')}</legend>
      <div className="numbers">
        {counted.map((option) => (
          <Field key={option} label={t(`vote.${option}`)}>
            {(input) => (
              <input {...input} className="usa-input" type="number" inputMode="numeric" min={0} max={1_000_000} step={1} name={option} defaultValue={vote?.counts[option] || ''} />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  )
}

/** null when no number was said at all: then nothing is reported. */
export function countsFrom(form: FormData): Schemas['ReportedCounts'] | null {
  const said = counted.flatMap((option) => {
    const text = String(form.get(option) ?? '').trim()
    return text === '' ? [] : [[option, Number(text)] as const]
  })
  return said.length > 0 ? Object.fromEntries(said) : null
}
