import { useId, useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { placeOf, useResolve, type Correction } from './corrections'

export function CorrectionCard({ correction }: { correction: Correction }) {
  const { t, moment, has } = useLanguage()
  const may = useMay()
  const title = useId()
  const place = placeOf(correction)
  const known = `field.${correction.field}`
  const field = has(known) ? t(known) : correction.field
  return (
    <article className="panel correction" aria-labelledby={title}>
      <h2 id={title}>{place ? <Link to={place}>{correction.record_title}</Link> : correction.record_title}</h2>
      <p className="quiet">
        <time dateTime={correction.created_at}>{moment(correction.created_at)}</time>{' '}
        <span className={`state state--${correction.state}`}>{t(`corrections.state.${correction.state}`)}</span>
      </p>
      <dl className="facts">
        {field && (
          <div>
            <dt>{t('corrections.field')}</dt>
            <dd>{field}</dd>
          </div>
        )}
        <div>
          <dt>{t('corrections.message')}</dt>
          <dd className="prose">{correction.message}</dd>
        </div>
        {correction.proposed && (
          <div>
            <dt>{t('corrections.proposed')}</dt>
            <dd className="prose">{correction.proposed}</dd>
          </div>
        )}
        {correction.email && (
          <div>
            <dt>{t('field.email')}</dt>
            <dd>
              <a href={`mailto:${correction.email}`}>{correction.email}</a>
            </dd>
          </div>
        )}
        {correction.answer && (
          <div>
            <dt>{t('corrections.answer')}</dt>
            <dd className="prose">{correction.answer}</dd>
          </div>
        )}
      </dl>
      {correction.state === 'open' && may('platform.resolve_corrections') && <Resolution id={correction.id} />}
    </article>
  )
}

function Resolution({ id }: { id: string }) {
  const { t } = useLanguage()
  const resolve = useResolve(id)
  const [answer, setAnswer] = useState('')
  const decide = (accepted: boolean) => resolve.mutate({ accepted, answer: answer.trim() || null })
  return (
    <div className="resolution">
      {resolve.error && <ErrorNote error={resolve.error} />}
      <Field label={t('corrections.answer')} hint={t('corrections.answerHint')}>
        {(input) => <textarea {...input} className="usa-textarea" rows={2} maxLength={5000} value={answer} onChange={(event) => setAnswer(event.target.value)} />}
      </Field>
      <div className="actions">
        <button type="button" className="usa-button" disabled={resolve.isPending} onClick={() => decide(true)}>
          {t('corrections.accept')}
        </button>
        <button type="button" className="usa-button usa-button--outline" disabled={resolve.isPending} onClick={() => decide(false)}>
          {t('corrections.reject')}
        </button>
      </div>
    </div>
  )
}
