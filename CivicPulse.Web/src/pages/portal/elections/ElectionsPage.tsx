import { Link, useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { isAbsent, useList, usePortal } from '../portal'
import { PortalClosed } from '../PortalClosed'
import { More } from '../../../ui/More'
import type { Election } from '../wire'
import { ElectionRows } from './ElectionRows'

export default function ElectionsPage() {
  const { t } = useLanguage()
  const { data: portal } = usePortal()
  const [search] = useSearchParams()
  const all = search.has('all')
  const open = portal?.sections.includes('elections') ?? true
  const list = useList<Election>(all ? '/elections' : '/elections/upcoming', {}, open)
  if (!open) return <PortalClosed />
  const closed = isAbsent(list.error)
  return (
    <Page title={t('portal.nav.elections')} lead={t('elections.publicLead')}>
      <nav className="views views--always" aria-label={t('elections.when')}>
        <Link to="?" replace aria-current={all ? undefined : 'page'}>
          {t('elections.coming')}
        </Link>
        <Link to="?all" replace aria-current={all ? 'page' : undefined}>
          {t('elections.all')}
        </Link>
      </nav>
      {list.error && !closed && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {(closed || list.items?.length === 0) &&
        (all || closed ? (
          <EmptyState title={t('elections.emptyTitle')} text={t('elections.emptyText')} />
        ) : (
          <EmptyState title={t('portal.home.noElections')} text={t('elections.emptyComing')} />
        ))}
      {list.items && <ElectionRows elections={list.items} />}
      <More list={list} />
    </Page>
  )
}
