import { useLanguage } from '../../i18n/language'
import { Page } from '../../ui/Page'

/** The organization shows nothing, or not this part of it. */
export function PortalClosed() {
  const { t } = useLanguage()
  return (
    <Page title={t('portal.closed')}>
      <p>{t('portal.closedText')}</p>
    </Page>
  )
}
