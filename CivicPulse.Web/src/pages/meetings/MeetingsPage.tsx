import { useState } from 'react'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Icon } from '../../ui/Icon'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { MeetingList } from './MeetingList'
import { useMeetings } from './meetings'
import { NewMeeting } from './NewMeeting'

export default function MeetingsPage() {
  const { t } = useLanguage()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMeetings()
  const [adding, setAdding] = useState(false)
  const meetings = data?.pages.flatMap((page) => page.items)
  const empty = meetings?.length === 0

  return (
    <Page
      title={t('meetings.title')}
      lead={t('meetings.lead')}
      aside={
        meetings && !empty && !adding ? (
          <button type="button" className="usa-button" onClick={() => setAdding(true)}>
            <Icon name="add" />
            {t('meetings.new')}
          </button>
        ) : null
      }
    >
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!meetings && !error && <Loading />}
      {adding && !empty && <NewMeeting onCancel={() => setAdding(false)} />}
      {empty && (
        <EmptyState title={t('meetings.emptyTitle')} text={t('meetings.emptyText')}>
          <NewMeeting />
        </EmptyState>
      )}
      {meetings && !empty && <MeetingList meetings={meetings} />}
      {hasNextPage && (
        <button type="button" className="usa-button usa-button--outline" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app.more')}
        </button>
      )}
    </Page>
  )
}
