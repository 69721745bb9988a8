import { useEffect, useRef } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { CertifyForm } from './CertifyForm'
import { isLocked, useCertification, useWithdrawCertification, type Election } from './elections'

/** That the results are final, who says so, and the way back. */
export function Certification({ election }: { election: Election }) {
  const { t } = useLanguage()
  const may = useMay()('elections.certify')
  const locked = isLocked(election)
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(locked)
  useEffect(() => {
    // The button that was pressed is gone: what it did is read from here.
    if (before.current !== locked) heading.current?.focus()
    before.current = locked
  }, [locked])
  return (
    <section className="panel" aria-labelledby="certification-title">
      <h2 id="certification-title" ref={heading} tabIndex={-1}>
        {t('ballots.certification')}
      </h2>
      {locked ? (
        <Standing election={election} may={may} />
      ) : (
        <>
          <p>{t(election.status === 'held' ? 'elections.uncertified' : 'ballots.notHeld')}</p>
          {election.status === 'held' && (may ? <CertifyForm election={election} /> : <p className="quiet">{t('ballots.whoCertifies')}</p>)}
        </>
      )}
    </section>
  )
}

function Standing({ election, may }: { election: Election; may: boolean }) {
  const { t, day, moment } = useLanguage()
  const { data: certification, error, refetch } = useCertification(election)
  const withdraw = useWithdrawCertification(election.id)
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!certification) return null
  return (
    <>
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      <p role="status">{t('elections.certified', { date: day(certification.date), authority: certification.authority })}</p>
      {certification.note && <p className="prose">{certification.note}</p>}
      <p className="quiet">{t('ballots.recordedAt', { moment: moment(certification.recorded_at) })}</p>
      {may && (
        <p className="row-actions">
          <ConfirmButton label={t('ballots.withdrawCertification')} name={election.name} busy={withdraw.isPending} onConfirm={() => withdraw.mutate(undefined)} />
        </p>
      )}
    </>
  )
}
