import { type FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { useKinds, useMapColumns, type Import } from './imports'

/** Which column of the file is which field; what is not named is left out. */
export function ColumnMapping({ taken }: { taken: Import }) {
  const { t } = useLanguage()
  const map = useMapColumns(taken.id)
  const fields = useKinds().data?.items.find((kind) => kind.kind === taken.kind)?.fields ?? []
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    map.mutate(Object.fromEntries(taken.columns.map((column, index) => [column, String(form.get(`column-${index}`) ?? '')]).filter(([, field]) => field)))
  }
  return (
    <details className="panel" open={taken.missing.length > 0}>
      <summary>{t('imports.mapping')}</summary>
      <form onSubmit={submit}>
        {map.error && <ErrorNote error={map.error} />}
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.field')}</th>
            </tr>
          </thead>
          <tbody>
            {taken.columns.map((column, index) => (
              <tr key={column}>
                <th scope="row" id={`column-${index}`}>
                  {column}
                </th>
                <td>
                  <select key={taken.mapping[column]} className="usa-select" name={`column-${index}`} aria-labelledby={`column-${index}`} defaultValue={taken.mapping[column] ?? ''}>
                    <option value="">{t('imports.leftOut')}</option>
                    {fields.map((field) => (
                      <option key={field.name}>{field.name}</option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="submit" className="usa-button usa-button--outline" disabled={map.isPending}>
          {t('records.save')}
        </button>
      </form>
    </details>
  )
}
