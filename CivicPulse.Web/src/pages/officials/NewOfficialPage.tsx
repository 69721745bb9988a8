import { useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Page } from '../../ui/Page'
import { RecordForm } from '../records/RecordForm'
import { officialFields, useSaveOfficial } from './officials'

export default function NewOfficialPage() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const save = useSaveOfficial(undefined)
  return (
    <Page title={t('officials.new')} lead={t('records.newLead')}>
      <RecordForm
        specs={officialFields}
        record={null}
        locked={[]}
        busy={save.isPending}
        error={save.error}
        onSave={(changed) => save.mutate(changed, { onSuccess: (official) => void navigate(`/officials/${official.id}`) })}
        onCancel={() => void navigate('/officials')}
      />
    </Page>
  )
}
