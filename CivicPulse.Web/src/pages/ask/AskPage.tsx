import { useCallback, useEffect, useRef } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { Answer, Sentences } from './Answer'
import { AskForm } from './AskForm'
import { History } from './History'
import { Interrupted, useAsk, useQuestion } from './questions'

export default function AskPage() {
  const { t } = useLanguage()
  const { id } = useParams()
  const navigate = useNavigate()
  const location = useLocation()
  const [search] = useSearchParams()
  // The answer gets its own address, so that Back from a citation returns to it.
  const show = useCallback((answered: string) => void navigate(`/ask/${answered}`), [navigate])
  const { ask, stop, asking, error } = useAsk(show)
  const question = useQuestion(asking ? undefined : id)

  const handedOver = (location.state as { ask?: string } | null)?.ask
  const taken = useRef<string | null>(null)
  useEffect(() => {
    if (!handedOver || taken.current === location.key) return
    taken.current = location.key
    void navigate('/ask', { replace: true })
    void ask(handedOver, '')
  }, [handedOver, location.key, navigate, ask])

  return (
    <Page title={t('ask.title')} lead={id || asking ? null : t('ask.lead')}>
      <div className="ask">
        <div className="ask-main">
          <AskForm key={id ?? ''} meetingId={search.get('meeting') ?? question.data?.meeting_id ?? ''} busy={asking !== null} onAsk={ask} onStop={stop} />
          {error instanceof Interrupted ? (
            <ErrorNote error={error} title={t('ask.interrupted')} />
          ) : (
            error !== null && <ErrorNote error={error} />
          )}
          {asking && (
            <section className="answer" aria-busy="true">
              <h2>{asking.text}</h2>
              <p className="loading" role="status">
                {t('ask.searching')}
              </p>
              <Sentences sentences={asking.sentences} />
            </section>
          )}
          {!asking && question.error && <ErrorNote error={question.error} />}
          {!asking && question.isLoading && <Loading />}
          {!asking && question.data && <Answer question={question.data} />}
        </div>
        <History current={id} />
      </div>
    </Page>
  )
}
