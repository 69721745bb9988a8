import { useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Page } from '../../ui/Page'
import { RecordForm } from '../records/RecordForm'
import { bodyFields, useSaveBody } from './bodies'

export default function NewBodyPage() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const save = useSaveBody(undefined)
  return (
    <Page title={t('bodies.new')} lead={t('records.newLead')}>
      <RecordForm
        specs={bodyFields}
        record={null}
        locked={[]}
        busy={save.isPending}
        error={save.error}
        onSave={(changed) => save.mutate(changed, { onSuccess: (body) => void navigate(`/bodies/${body.id}`) })}
        onCancel={() => void navigate('/bodies')}
      />
    </Page>
  )
}
