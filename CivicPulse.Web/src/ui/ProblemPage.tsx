import { Problem } from '../api/problem'
import { useLanguage } from '../i18n/language'
import { ErrorNote } from './ErrorNote'
import { Page } from './Page'

/** Instead of a page that could not be loaded. */
export function ProblemPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLanguage()
  const missing = error instanceof Problem && error.status === 404
  return (
    <Page title={t(missing ? 'error.pageTitle' : 'error.title')}>
      {missing ? <ErrorNote title="" error={error} /> : <ErrorNote title="" error={error} onRetry={onRetry} />}
    </Page>
  )
}
