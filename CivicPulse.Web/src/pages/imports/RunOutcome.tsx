import { useLanguage } from '../../i18n/language'
import { WideTable } from '../../ui/WideTable'
import { readable } from '../portal/bodies/words'
import type { Import, Run } from './imports'

const columns = ['read', 'created', 'updated', 'unchanged', 'rejected'] as const

/** What came of the latest run: counts of each kind, whether they reconcile with the file, and what was refused. */
export function RunOutcome({ taken, run }: { taken: Import; run: Run }) {
  const { t, language } = useLanguage()
  const kinds = Object.entries(run.kinds)
  const rows: [string, Record<(typeof columns)[number], number>][] = kinds.length > 1 ? kinds : []
  return (
    <section className="panel" aria-labelledby="outcome-title" aria-busy={run.state === 'running'}>
      <h2 id="outcome-title">{t(run.dry_run ? 'imports.trialOutcome' : 'imports.outcome')}</h2>
      {run.error && <p className="usa-error-message">{run.error}</p>}
      <WideTable label={t('imports.outcome')}>
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('imports.kind')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {t(`imports.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows, [t('imports.all'), run] as const].map(([kind, counts]) => (
              <tr key={kind}>
                <th scope="row">{readable(kind)}</th>
                {columns.map((column) => (
                  <td key={column} className="number">
                    {counts[column].toLocaleString(language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <Reconciliation run={run} />
      {run.rejected > 0 && (
        <p>
          <a className="usa-button usa-button--outline" href={`/api/v1/imports/${taken.id}/rejects`} download>
            {t('imports.rejects')}
          </a>
        </p>
      )}
    </section>
  )
}

function Reconciliation({ run }: { run: Run }) {
  const { t, language } = useLanguage()
  const said = run.reconciled
  if (!said) return null
  const agrees = said.rows === said.standing && said.file_checksum === said.records_checksum
  return (
    <div className={agrees ? 'note note--good' : 'note'}>
      <p>{t(agrees ? 'imports.reconciles' : 'imports.differs', { standing: said.standing.toLocaleString(language), rows: said.rows.toLocaleString(language) })}</p>
      <p className="quiet">{t('imports.checksums', { file: said.file_checksum, records: said.records_checksum })}</p>
    </div>
  )
}
