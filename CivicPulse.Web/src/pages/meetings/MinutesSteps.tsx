import type { ReactNode } from 'react'
import { useMay, useSession } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import type { Minutes } from './meetings'
import { stepsOf, useMinutesStep, type Step } from './minutes'

const forward = new Set<Step>(['begin', 'review', 'publish'])

type Props = { meetingId: string; minutes: Minutes | null; children?: ReactNode }

/** Where the minutes are on their way to the public, and the next step for whoever is signed in. */
export function MinutesSteps({ meetingId, minutes, children }: Props) {
  const { t } = useLanguage()
  const may = useMay()
  const account = useSession().data?.account_id
  const step = useMinutesStep(meetingId)
  const steps = stepsOf(minutes, may, account)
  return (
    <div className="minutes-steps">
      {step.error && <ErrorNote error={step.error} />}
      <p className="quiet" role="status">
        <Told minutes={minutes} account={account} />
      </p>
      <div className="actions">
        {steps
          .filter((one) => one !== 'delete')
          .map((one) => (
            <button key={one} type="button" className={forward.has(one) ? 'usa-button' : 'usa-button usa-button--outline'} disabled={step.isPending} onClick={() => step.mutate(one)}>
              {t(`minutes.step.${one}`)}
            </button>
          ))}
        {children}
        {steps.includes('delete') && <ConfirmButton label={t('minutes.step.delete')} name="" busy={step.isPending} onConfirm={() => step.mutate('delete')} />}
      </div>
    </div>
  )
}

function Told({ minutes, account }: { minutes: Minutes | null; account: string | undefined }) {
  const { t, moment } = useLanguage()
  if (!minutes) return t('minutes.none')
  if (minutes.status === 'draft') return t('minutes.draftNext')
  const reviewed = minutes.reviewed_at ? t(minutes.reviewed_by === account ? 'minutes.reviewedByYou' : 'minutes.reviewedAt', { moment: moment(minutes.reviewed_at) }) : ''
  if (minutes.status === 'reviewed') return `${reviewed} ${t(minutes.reviewed_by === account ? 'minutes.otherPublishes' : 'minutes.reviewedNext')}`
  return `${reviewed} ${minutes.published_at ? t('minutes.publishedAt', { moment: moment(minutes.published_at) }) : ''}`
}
