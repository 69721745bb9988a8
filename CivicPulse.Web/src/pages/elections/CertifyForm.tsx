import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { useReturn } from '../../ui/useReturn'
import type { FieldSpec } from '../records/fields'
import { RecordForm } from '../records/RecordForm'
import { CertifyQuestion } from './CertifyQuestion'
import type { Election } from './elections'

const fields: FieldSpec[] = [
  { name: 'date', label: 'ballots.certifiedOn', kind: 'day', required: true },
  { name: 'authority', label: 'ballots.authority', kind: 'text', hint: 'ballots.authorityHint', required: true },
  { name: 'note', label: 'records.note', kind: 'long' },
]

/** First what is said, then whether it is meant: certified results are locked. */
export function CertifyForm({ election }: { election: Election }) {
  const { t } = useLanguage()
  const [step, setStep] = useState<'closed' | 'open' | 'asked'>('closed')
  const [said, setSaid] = useState<Schemas['CertifyElection'] | null>(null)
  const button = useReturn(step !== 'closed')
  if (step === 'closed')
    return (
      <p>
        <button ref={button} type="button" className="usa-button" onClick={() => setStep('open')}>
          {t('ballots.certify')}
        </button>
      </p>
    )
  if (step === 'asked' && said) return <CertifyQuestion election={election} said={said} onBack={() => setStep('open')} />
  return (
    <RecordForm
      label={t('ballots.certify')}
      submit={t('ballots.goOn')}
      specs={fields}
      record={said}
      locked={[]}
      busy={false}
      error={null}
      onSave={(changed) => {
        setSaid({ ...said, ...changed } as Schemas['CertifyElection'])
        setStep('asked')
      }}
      onCancel={() => setStep('closed')}
    />
  )
}
