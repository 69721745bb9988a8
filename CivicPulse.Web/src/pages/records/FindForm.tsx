import type { FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { Field } from '../../ui/Field'

type Props = { label: string; name: string; internal: boolean; onFind: (event: FormEvent<HTMLFormElement>, wanted: [string, string][]) => void }

/** A name or a part of it, and on wish only what the public does not see yet. */
export function FindForm({ label, name, internal, onFind }: Props) {
  const { t } = useLanguage()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget)
    const q = String(form.get('q')).trim()
    onFind(event, [...(q ? [['q', q] as [string, string]] : []), ...(form.get('internal') ? [['internal', ''] as [string, string]] : [])])
  }
  return (
    <form className="panel" role="search" onSubmit={submit}>
      <div className="find">
        <Field label={label}>{(input) => <input {...input} key={name} className="usa-input" type="search" name="q" defaultValue={name} maxLength={200} />}</Field>
        <button type="submit" className="usa-button">
          {t('search.submit')}
        </button>
      </div>
      <label className="check">
        <input type="checkbox" name="internal" defaultChecked={internal} /> {t('records.onlyInternal')}
      </label>
    </form>
  )
}
