import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { useQuestions } from './questions'

export function History({ current }: { current: string | undefined }) {
  const { t, moment } = useLanguage()
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useQuestions()
  const questions = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <aside className="history" aria-labelledby="history-title">
      <h2 id="history-title">{t('ask.history')}</h2>
      {data && questions.length === 0 && <p className="quiet">{t('ask.historyEmpty')}</p>}
      <ul>
        {questions.map((question) => (
          <li key={question.id}>
            <Link to={`/ask/${question.id}`} aria-current={question.id === current ? 'page' : undefined}>
              {question.text}
            </Link>
            <p>
              <time dateTime={question.asked_at}>{moment(question.asked_at)}</time>
              {question.status === 'not_found' && <span>{t('ask.noAnswer')}</span>}
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="usa-button usa-button--unstyled" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app.more')}
        </button>
      )}
    </aside>
  )
}
