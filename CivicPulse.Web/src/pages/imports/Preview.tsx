import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { readable } from '../portal/bodies/words'
import { usePreview, type Import } from './imports'

/** The first rows as they would come in. */
export function Preview({ taken }: { taken: Import }) {
  const { t } = useLanguage()
  const { data, error } = usePreview(taken.id, taken.mapping)
  if (error) return <ErrorNote error={error} />
  if (!data) return null
  return (
    <section aria-labelledby="preview-title">
      <h2 id="preview-title">{t('imports.preview')}</h2>
      {data.rows.length === 0 && <p className="quiet">{t('imports.noRows')}</p>}
      <ol className="preview">
        {data.rows.map((row) => (
          <li key={row.row}>
            <p className="quiet">
              {t('imports.row', { row: row.row })} · {readable(row.kind)}
            </p>
            {row.problem && <p className="usa-error-message">{[row.problem.field, row.problem.message].filter(Boolean).join(': ')}</p>}
            <dl className="facts">
              {Object.entries(row.values)
                .filter(([, value]) => value)
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  )
}
