import { useLanguage } from '../../i18n/language'
import type { FieldSpec } from './fields'

type Props = { input: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined }; spec: FieldSpec; text: string }

/** The control that fits a field's kind. */
export function RecordInput({ input, spec, text }: Props) {
  const { t } = useLanguage()
  const { name, kind } = spec
  if (kind === 'text') return <input {...input} className="usa-input" name={name} defaultValue={text} maxLength={1000} />
  if (kind === 'number') return <input {...input} className="usa-input" type="number" step="any" name={name} defaultValue={text} />
  if (kind === 'time') return <input {...input} className="usa-input" type="time" name={name} defaultValue={text} />
  if (kind === 'day') return <input {...input} className="usa-input" type="date" name={name} defaultValue={text} />
  if (kind === 'moment') return <input {...input} className="usa-input" type="datetime-local" name={name} defaultValue={text} />
  if (kind !== 'choice' && kind !== 'yes-no') return <textarea {...input} className="usa-textarea" name={name} rows={2} defaultValue={text} />
  const choices = kind === 'choice' ? (spec.choices ?? []) : [['true', t('vote.yes')] as const, ['false', t('vote.no')] as const]
  return (
    <select {...input} className="usa-select" name={name} defaultValue={text}>
      {(!text || !spec.required) && <option value="">{t('records.choose')}</option>}
      {choices.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}
