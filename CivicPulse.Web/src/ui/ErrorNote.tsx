import { inWords } from '../api/problem'
import { useLanguage } from '../i18n/language'

type Props = { error: unknown; title?: string; onRetry?: () => void }

export function ErrorNote({ error, title, onRetry }: Props) {
  const { t } = useLanguage()
  return (
    <div className="usa-alert usa-alert--error" role="alert">
      <div className="usa-alert__body">
        {title !== '' && <p className="usa-alert__heading">{title ?? t('error.title')}</p>}
        {inWords(error, t).map((sentence) => (
          <p className="usa-alert__text" key={sentence}>
            {sentence}
          </p>
        ))}
        {onRetry && (
          <button type="button" className="usa-button usa-button--outline" onClick={onRetry}>
            {t('app.retry')}
          </button>
        )}
      </div>
    </div>
  )
}
