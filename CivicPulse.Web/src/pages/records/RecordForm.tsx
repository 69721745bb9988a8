import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { changes, firstWrong, toText, type FieldSpec } from './fields'
import { RecordInput } from './RecordInput'

type Props = {
  specs: readonly FieldSpec[]
  record: Record<string, unknown> | null
  locked: readonly string[]
  busy: boolean
  error: unknown
  onSave: (changed: Record<string, unknown>) => void
  onUnlock?: (stillLocked: string[]) => void
  onCancel: () => void
  /** Of a form that opens within a page: what it is for; its first field has the focus. */
  label?: string
  /** What its button does, where that is not saving. */
  submit?: string
}

/** A record's fields; those changed by hand before are marked, and can be given back to the imports. */
export function RecordForm({ specs, record, locked, busy, error, onSave, onUnlock, onCancel, label, submit: action }: Props) {
  const { t } = useLanguage()
  const [wrong, setWrong] = useState<ReturnType<typeof firstWrong>>(null)
  const opened = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (label) opened.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }, [label])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '')
    const found = firstWrong(specs, said)
    setWrong(found)
    if (found) event.currentTarget.querySelector<HTMLElement>(`[name=${found.name}]`)?.focus()
    else onSave(changes(specs, record, said))
  }
  return (
    <form ref={opened} className="panel record-form" onSubmit={submit} noValidate aria-label={label}>
      {error !== null && error !== undefined && <ErrorNote error={error} />}
      {specs.map((spec) => (
        <div key={spec.name}>
          <Field label={t(spec.label)} {...(spec.hint ? { hint: t(spec.hint) } : {})} error={wrong?.name === spec.name ? t(wrong.words) : undefined}>
            {(input) => <RecordInput input={input} spec={spec} text={toText(spec, record?.[spec.name])} />}
          </Field>
          {locked.includes(spec.name) && onUnlock && (
            <p className="locked">
              <Icon name="lock" />
              <span>{t('records.locked')}</span>
              <button type="button" className="usa-button usa-button--unstyled" onClick={() => onUnlock(locked.filter((name) => name !== spec.name))}>
                {t('records.unlock')} <span className="usa-sr-only">{t(spec.label)}</span>
              </button>
            </p>
          )}
        </div>
      ))}
      <div className="actions">
        <button type="submit" className="usa-button" disabled={busy}>
          {busy ? t('records.saving') : (action ?? t('records.save'))}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={onCancel}>
          {t('meetings.cancel')}
        </button>
      </div>
    </form>
  )
}
