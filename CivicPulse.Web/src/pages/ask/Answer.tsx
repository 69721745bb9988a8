import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Speaker, speakerOf } from '../meetings/Speaker'
import { CitationLink } from './CitationLink'
import type { Question, Sentence } from './questions'

export function Answer({ question }: { question: Question }) {
  const { t, n, moment } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  const found = question.status === 'answered'
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    // On a small screen the form fills the page: what was asked for comes up to the top.
    if (window.matchMedia('(max-width: 40rem)').matches) heading.current?.scrollIntoView()
  }, [question.id])

  return (
    <section className="answer" aria-labelledby="answer-title">
      <h2 id="answer-title" ref={heading} tabIndex={-1}>
        {question.text}
      </h2>
      <p className="usa-sr-only" role="status">
        {found ? n('ask.answered', question.sentences.length) : t('ask.notFound')}
      </p>
      {found ? <Sentences sentences={question.sentences} /> : <NotInTheRecord />}
      <p className="quiet">
        {found && t(question.mode === 'model' ? 'ask.model' : 'ask.embedded')} {t('ask.askedAt', { date: moment(question.asked_at) })}
      </p>
    </section>
  )
}

export function Sentences({ sentences }: { sentences: Sentence[] }) {
  return (
    <ol className="sentences">
      {sentences.map((sentence, index) => (
        <li key={index}>
          <Said sentence={sentence} />
          <ul className="citations">
            {sentence.citations.map((citation) => (
              <li key={citation.url}>
                <CitationLink citation={citation} shown={sentence.text} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function Said({ sentence }: { sentence: Sentence }) {
  const [speaker, words] = speakerOf(sentence.text, sentence.citations[0]?.quote ?? '') ?? [null, sentence.text]
  return (
    <blockquote>
      {speaker && (
        <p className="said-by">
          <Speaker name={speaker} />
        </p>
      )}
      <p>{words}</p>
    </blockquote>
  )
}

function NotInTheRecord() {
  const { t } = useLanguage()
  return (
    <div className="not-found">
      <h3>{t('ask.notFound')}</h3>
      <p>{t('ask.notFoundText')}</p>
      <ul>
        <li>{t('ask.notFoundTip1')}</li>
        <li>{t('ask.notFoundTip2')}</li>
        <li>{t('ask.notFoundTip3')}</li>
      </ul>
      <Link to="/search">{t('nav.search')}</Link>
    </div>
  )
}
