import { useLanguage } from '../../../i18n/language'
import type { WebLink } from '../wire'
import { FeedLinks } from './FeedLinks'
import type { Feeds } from './feeds'
import { FreshnessBadge } from './FreshnessBadge'
import { LinkList } from './LinkList'
import { ReportError, type Subject } from './ReportError'

type Props = { subject: Subject; lastSeen: string | null | undefined; sources: readonly WebLink[]; feeds?: Feeds }

/** What every public record ends with: how sure it is, where it comes from, how to correct and how to follow it. */
export function RecordFoot({ subject, lastSeen, sources, feeds }: Props) {
  const { t } = useLanguage()
  return (
    <div className="record-foot">
      <section aria-labelledby="sources-title">
        <h2 id="sources-title">{t('portal.sources')}</h2>
        <p>
          <FreshnessBadge lastSeen={lastSeen} />
        </p>
        {sources.length > 0 ? <LinkList links={sources} /> : <p className="quiet">{t('portal.noSources')}</p>}
        <ReportError subject={subject} />
      </section>
      {feeds && <FeedLinks feeds={feeds} />}
    </div>
  )
}
