import { useState } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { useStartRun, type Import } from './imports'

/** First a trial that changes nothing, then the run itself. */
export function StartForm({ taken }: { taken: Import }) {
  const { t } = useLanguage()
  const may = useMay()
  const start = useStartRun(taken.id)
  const [existing, setExisting] = useState<'update' | 'skip'>('update')
  const [publish, setPublish] = useState(false)
  const blocked = taken.missing.length > 0 || start.isPending
  const run = (trial: boolean) => start.mutate({ dry_run: trial, existing, publish: publish && !trial })
  return (
    <section className="panel" aria-labelledby="start-title">
      <h2 id="start-title">{t('imports.start')}</h2>
      {start.error && <ErrorNote error={start.error} />}
      {taken.missing.length > 0 && <p className="note">{t('imports.missing', { fields: taken.missing.join(', ') })}</p>}
      <Field label={t('imports.existing')}>
        {(input) => (
          <select {...input} className="usa-select" value={existing} onChange={(event) => setExisting(event.target.value as 'update' | 'skip')}>
            <option value="update">{t('imports.update')}</option>
            <option value="skip">{t('imports.skip')}</option>
          </select>
        )}
      </Field>
      {may('governance.publish') && (
        <label className="check">
          <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} /> {t('imports.publish')}
        </label>
      )}
      <div className="actions">
        <button type="button" className="usa-button usa-button--outline" disabled={blocked} onClick={() => run(true)}>
          {t('imports.try')}
        </button>
        <button type="button" className="usa-button" disabled={blocked} onClick={() => run(false)}>
          {t('imports.run')}
        </button>
      </div>
    </section>
  )
}
