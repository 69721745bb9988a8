import { useState, type ReactNode } from 'react'
import { useLanguage } from '../../i18n/language'
import { useReturn } from '../../ui/useReturn'
import { Facts } from './Facts'
import type { FieldSpec } from './fields'
import { RecordForm } from './RecordForm'

type Save = { mutate: (changed: Record<string, unknown>, then?: { onSuccess: () => void }) => void; isPending: boolean; error: unknown }

type Props = {
  record: { locked_fields: readonly string[] } & Record<string, unknown>
  specs: readonly FieldSpec[]
  /** Names of what the head of the page says already; left out while reading. */
  told: readonly string[]
  /** What can be changed, where that is not all of it. */
  editable?: readonly FieldSpec[]
  may: boolean
  save: Save
}

/** What is known of a record, to read and to edit in its own place: the button that opens the form, and what stands below. */
export function useParticulars({ record, specs, told, editable = specs, may, save }: Props): { edit: ReactNode; particulars: ReactNode } {
  const { t } = useLanguage()
  const [editing, setEditing] = useState(false)
  const open = editing && may
  const button = useReturn(open)
  return {
    edit: may && !open && (
      <button ref={button} type="button" className="usa-button" onClick={() => setEditing(true)}>
        {t('records.edit')}
      </button>
    ),
    particulars: open ? (
      <RecordForm
        key={record.locked_fields.join()}
        label={t('records.particulars')}
        specs={editable}
        record={record}
        locked={record.locked_fields}
        busy={save.isPending}
        error={save.error}
        onSave={(changed) => save.mutate(changed, { onSuccess: () => setEditing(false) })}
        onUnlock={(locked) => save.mutate({ locked_fields: locked })}
        onCancel={() => setEditing(false)}
      />
    ) : (
      <Facts specs={specs.filter(({ name }) => !told.includes(name))} record={record} locked={record.locked_fields} />
    ),
  }
}
