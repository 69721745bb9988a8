import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { isAbsent } from './portal'

/** Instead of a record that is not before the public, or could not be loaded. */
export function Absent({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLanguage()
  if (!isAbsent(error)) return <ProblemPage error={error} onRetry={onRetry} />
  return (
    <Page title={t('error.pageTitle')} lead={t('portal.absent')}>
      <Link className="usa-button" to="/portal">
        {t('error.goHome')}
      </Link>
    </Page>
  )
}
