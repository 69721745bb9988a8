import { useLanguage } from '../i18n/language'

type Props = { busy: boolean; onCancel: () => void }

export function FormActions({ busy, onCancel }: Props) {
  const { t } = useLanguage()
  return (
    <div className="actions">
      <button type="submit" className="usa-button" disabled={busy}>
        {t(busy ? 'records.saving' : 'records.save')}
      </button>
      <button type="button" className="usa-button usa-button--outline" onClick={onCancel}>
        {t('meetings.cancel')}
      </button>
    </div>
  )
}
