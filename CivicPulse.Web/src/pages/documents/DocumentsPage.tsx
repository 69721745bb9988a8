import { Link, useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { FileDrop } from '../../ui/FileDrop'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { useDocuments, useUploadDocument, type Document } from './documents'

export default function DocumentsPage() {
  const { t } = useLanguage()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDocuments()
  const documents = data?.pages.flatMap((page) => page.items)
  return (
    <Page title={t('documents.title')} lead={t('documents.lead')}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!documents && !error && <Loading />}
      {documents?.length === 0 && <EmptyState title={t('documents.emptyTitle')} text={t('documents.emptyText')} />}
      {documents && <UploadDocument />}
      {documents && documents.length > 0 && (
        <ul className="rows">
          {documents.map((document) => (
            <DocumentRow key={document.id} document={document} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <button type="button" className="usa-button usa-button--outline" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app.more')}
        </button>
      )}
    </Page>
  )
}

function DocumentRow({ document }: { document: Document }) {
  const { t, day } = useLanguage()
  return (
    <li>
      <Link to={`/documents/${document.id}`}>{document.title}</Link>
      <p>
        <time dateTime={document.created_at}>{t('documents.uploaded', { date: day(document.created_at) })}</time>
        <span>{t('documents.version', { version: document.version })}</span>
      </p>
      <DocumentState state={document.state} />
    </li>
  )
}

export function DocumentState({ state }: { state: Document['state'] }) {
  const { t } = useLanguage()
  return <span className={`state state--${state}`}>{t(`documents.state.${state}`)}</span>
}

function UploadDocument() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const upload = useUploadDocument()
  return (
    <section className="panel upload" aria-labelledby="upload-title">
      <h2 id="upload-title">{t('documents.upload')}</h2>
      {upload.error && <ErrorNote error={upload.error} />}
      <FileDrop
        label={t('documents.upload')}
        formats={t('documents.formats')}
        accept=".pdf,.docx,.html,.htm,.txt,.md"
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file, { onSuccess: (job) => void navigate(`/documents/${job.subject_id}`) })}
      />
      <p role="status">{upload.isPending && t('upload.sending', { file: upload.variables.name })}</p>
    </section>
  )
}
