import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { publishWord, usePublish, type PublicKind } from './publish'

type Props = { kind: 'bodies' | 'officials' | 'meetings' | 'matters' | 'elections' | 'contests'; record: { id: string; slug: string; published_at?: string | null; last_seen?: string | null } }

/** Whether the public sees it, and the step that lets it. */
export function Publication({ kind, record }: Props) {
  const { t, day } = useLanguage()
  const may = useMay()
  const turn = usePublish(kind, record.id)
  return (
    <section className="panel publication" aria-labelledby="publication-title">
      <h2 id="publication-title">{t('records.publication')}</h2>
      {turn.error && <ErrorNote error={turn.error} />}
      <p role="status">{record.published_at ? t('records.publishedOn', { date: day(record.published_at) }) : t('records.notPublished')}</p>
      <p className="quiet">{record.last_seen ? t('portal.confirmed', { date: day(record.last_seen) }) : t('portal.unconfirmed')}</p>
      <div className="actions">
        {may(publishWord(kind)) && (
          <button
            type="button"
            className={record.published_at ? 'usa-button usa-button--outline' : 'usa-button'}
            disabled={turn.isPending}
            onClick={() => turn.mutate(!record.published_at)}
          >
            {t(record.published_at ? 'records.withdraw' : 'records.publish')}
          </button>
        )}
        {record.published_at && (
          <Link className="usa-button usa-button--outline" to={`/portal/${kind}/${record.slug}`}>
            {t('records.seePublic')}
          </Link>
        )}
      </div>
    </section>
  )
}

export function PublicState({ published }: { published: boolean }) {
  const { t } = useLanguage()
  return <span className={published ? 'state state--published' : 'state'}>{t(published ? 'records.public' : 'records.internal')}</span>
}

/** The same for a row of a table. */
export function RowPublication({ kind, id, name, published }: { kind: PublicKind; id: string; name: string; published: boolean }) {
  const { t } = useLanguage()
  const may = useMay()
  const turn = usePublish(kind, id)
  return (
    <>
      <PublicState published={published} />{' '}
      {may(publishWord(kind)) && (
        <button type="button" className="usa-button usa-button--unstyled" disabled={turn.isPending} onClick={() => turn.mutate(!published)}>
          {t(published ? 'records.withdraw' : 'records.publish')} <span className="usa-sr-only">{name}</span>
        </button>
      )}
      {turn.error && <ErrorNote error={turn.error} />}
    </>
  )
}
