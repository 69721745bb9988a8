import { useState, type FormEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useSession } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { useQuestions } from '../ask/questions'
import { MeetingList } from '../meetings/MeetingList'
import { useMeetings } from '../meetings/meetings'
import { PathSteps } from './PathSteps'

export default function HomePage() {
  const { t } = useLanguage()
  const { data: session } = useSession()
  const [hour] = useState(() => new Date().getHours())
  const meetings = useMeetings()
  const recent = meetings.data?.pages[0]?.items
  const questions = useQuestions().data?.pages[0]?.items
  const name = session?.display_name.split(' ')[0] ?? ''
  const ready = recent?.some((meeting) => meeting.transcript_state === 'ready') ?? false
  const done = [Boolean(recent?.length), ready, Boolean(questions?.length)]

  return (
    <Page title={t(greetingAt(hour), { name })}>
      {ready && <QuickAsk />}
      {meetings.error && <ErrorNote error={meetings.error} onRetry={() => void meetings.refetch()} />}
      {recent && questions ? (
        <>
          {done.includes(false) && <PathSteps done={done} newest={recent[0]?.id} />}
          <div className="home-columns">
            {recent.length > 0 && (
              <section aria-labelledby="recent-title">
                <div className="section-head">
                  <h2 id="recent-title">{t('home.recentMeetings')}</h2>
                  <Link to="/meetings">{t('home.all')}</Link>
                </div>
                <MeetingList meetings={recent.slice(0, 5)} />
              </section>
            )}
            {ready && (
              <section aria-labelledby="asked-title">
                <div className="section-head">
                  <h2 id="asked-title">{t('home.recentQuestions')}</h2>
                  {questions.length > 0 && <Link to="/ask">{t('home.allQuestions')}</Link>}
                </div>
                {questions.length === 0 && <p className="quiet">{t('home.noQuestions')}</p>}
                <ul className="rows">
                  {questions.slice(0, 5).map((question) => (
                    <li key={question.id}>
                      <Link to={`/ask/${question.id}`}>{question.text}</Link>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        </>
      ) : (
        !meetings.error && <Loading />
      )}
    </Page>
  )
}

function QuickAsk() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('question')).trim()
    void navigate('/ask', text ? { state: { ask: text } } : undefined)
  }
  return (
    <form className="panel quick-ask" onSubmit={submit}>
      <Field label={t('home.ask')} hint={t('home.askHint')}>
        {(input) => <input {...input} className="usa-input" name="question" placeholder={t('ask.placeholder')} />}
      </Field>
      <button type="submit" className="usa-button">
        {t('ask.submit')}
      </button>
    </form>
  )
}

const greetingAt = (hour: number) => (hour < 12 ? 'home.morning' : hour < 18 ? 'home.afternoon' : 'home.evening')
