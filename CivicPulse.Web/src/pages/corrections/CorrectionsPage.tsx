import { Link, useSearchParams } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { More } from '../../ui/More'
import { Page } from '../../ui/Page'
import { CorrectionCard } from './CorrectionCard'
import { useCorrections } from './corrections'

export default function CorrectionsPage() {
  const { t } = useLanguage()
  const [search] = useSearchParams()
  const open = !search.has('resolved')
  const list = useCorrections(open)
  const corrections = list.data?.pages.flatMap((page) => page.items)
  return (
    <Page title={t('nav.corrections')} lead={t('corrections.lead')}>
      <nav className="views views--always" aria-label={t('corrections.which')}>
        <Link to="?" replace aria-current={open ? 'page' : undefined}>
          {t('corrections.open')}
        </Link>
        <Link to="?resolved" replace aria-current={open ? undefined : 'page'}>
          {t('corrections.resolved')}
        </Link>
      </nav>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {corrections?.length === 0 && <EmptyState title={t(open ? 'corrections.noneOpen' : 'corrections.noneResolved')} text={t('corrections.emptyText')} />}
      {corrections?.map((correction) => (
        <CorrectionCard key={correction.id} correction={correction} />
      ))}
      <More list={list} />
    </Page>
  )
}
