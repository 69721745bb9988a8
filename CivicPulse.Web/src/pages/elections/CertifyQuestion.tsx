import { useEffect, useRef } from 'react'
import type { Schemas } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { useCertify, type Election } from './elections'

type Props = { election: Election; said: Schemas['CertifyElection']; onBack: () => void }

/** The focus is on the question, not on its answer: a second press of Enter certifies nothing. */
export function CertifyQuestion({ election, said, onBack }: Props) {
  const { t, day } = useLanguage()
  const certify = useCertify(election.id)
  const question = useRef<HTMLHeadingElement>(null)
  useEffect(() => question.current?.focus(), [])
  return (
    <div className="inline-form" role="group" aria-labelledby="certify-question">
      <h3 id="certify-question" ref={question} tabIndex={-1}>
        {t('ballots.reallyCertify', { election: election.name })}
      </h3>
      {certify.error && <ErrorNote error={certify.error} />}
      <p>{t('ballots.certifyAs', { date: day(said.date), authority: said.authority })}</p>
      <p className="note">{t('ballots.certifyLocks')}</p>
      <div className="actions">
        <button type="button" className="usa-button" disabled={certify.isPending} onClick={() => certify.mutate(said)}>
          {t(certify.isPending ? 'records.saving' : 'ballots.certifyNow')}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={onBack}>
          {t('ballots.back')}
        </button>
      </div>
    </div>
  )
}
