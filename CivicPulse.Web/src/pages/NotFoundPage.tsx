import { Link } from 'react-router'
import { useLanguage } from '../i18n/language'
import { Page } from '../ui/Page'

export default function NotFoundPage() {
  const { t } = useLanguage()
  return (
    <Page title={t('error.pageTitle')} lead={t('error.pageText')}>
      <Link className="usa-button" to="/">
        {t('error.goHome')}
      </Link>
    </Page>
  )
}
