import { useEffect, useMemo, useRef } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { JobProgress } from '../../live/JobProgress'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { markedParagraphs } from '../../ui/quotes'
import { DocumentState } from './DocumentsPage'
import { useDocument, useDocumentText, type Document } from './documents'

export default function DocumentPage() {
  const { id } = useParams()
  const { data: document, error, refetch } = useDocument(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return document ? <LoadedDocument document={document} /> : <Loading />
}

function LoadedDocument({ document }: { document: Document }) {
  const { t, day, language } = useLanguage()
  const size = Math.max(1, Math.round(document.size / 1024)).toLocaleString(language)
  return (
    <Page
      title={document.title}
      above={
        <nav className="crumb" aria-label={t('nav.documents')}>
          <Link to="/documents">{t('nav.documents')}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={document.created_at}>{t('documents.uploaded', { date: day(document.created_at) })}</time>
          <span>{t('documents.version', { version: document.version })}</span>
          <span>{size} kB</span>
          <DocumentState state={document.state} />
        </>
      }
      aside={
        <a className="usa-button usa-button--outline" href={`/api/v1/documents/${document.id}/versions/${document.version}/content`} download>
          {t('documents.download')}
        </a>
      }
    >
      <JobProgress
        subjectId={document.id}
        title={t('job.document')}
        ready={t('job.documentReady')}
        wanted={document.state === 'processing'}
      />
      <DocumentText document={document} />
    </Page>
  )
}

function DocumentText({ document }: { document: Document }) {
  const { t } = useLanguage()
  const { data, error, isLoading } = useDocumentText(document.id, document.state === 'ready')
  return (
    <section className="panel document-text" aria-labelledby="text-title">
      <h2 id="text-title">{t('documents.text')}</h2>
      {error && <ErrorNote error={error} />}
      {isLoading && <Loading />}
      {!data?.text && !isLoading && !error && <p className="quiet">{t('documents.noText')}</p>}
      {data?.text && <Paragraphs text={data.text} />}
    </section>
  )
}

/** A link from an answer names its quote; that is highlighted and gets the focus. */
function Paragraphs({ text }: { text: string }) {
  const quote = useSearchParams()[0].get('quote')
  const paragraphs = useMemo(() => markedParagraphs(text, quote), [text, quote])
  const mark = useRef<HTMLElement>(null)
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'center' })
    mark.current?.focus({ preventScroll: true })
  }, [paragraphs])
  return paragraphs.map(({ before, marked, after }, index) => (
    <p key={index}>
      {before}
      {marked && (
        <mark ref={mark} tabIndex={-1}>
          {marked}
        </mark>
      )}
      {after}
    </p>
  ))
}
