import { useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Page } from '../../ui/Page'
import { RecordForm } from '../records/RecordForm'
import { useSaveElection } from './elections'
import { electionFields } from './fields'

export default function NewElectionPage() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const save = useSaveElection(undefined)
  return (
    <Page title={t('ballots.new')} lead={t('records.newLead')}>
      <RecordForm
        specs={electionFields(t, null)}
        record={null}
        locked={[]}
        busy={save.isPending}
        error={save.error}
        onSave={(said) => save.mutate(said, { onSuccess: (election) => void navigate(`/elections/${election.id}`) })}
        onCancel={() => void navigate('/elections')}
      />
    </Page>
  )
}
