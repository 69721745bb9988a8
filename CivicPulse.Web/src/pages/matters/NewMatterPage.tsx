import { useNavigate } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { useBodies } from '../meetings/meetings'
import { RecordForm } from '../records/RecordForm'
import { useMatterFields, useSaveMatter } from './matters'

export default function NewMatterPage() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const save = useSaveMatter(undefined)
  const bodies = useBodies().data
  const { first, fields } = useMatterFields()
  return (
    <Page title={t('matters.new')} lead={t('records.newLead')}>
      {!bodies && <Loading />}
      {bodies?.length === 0 && <EmptyState title={t('bodies.emptyTitle')} text={t('matters.noBody')} />}
      {bodies && bodies.length > 0 && (
        <RecordForm
          specs={[...first, ...fields]}
          record={null}
          locked={[]}
          busy={save.isPending}
          error={save.error}
          onSave={(changed) => save.mutate(changed, { onSuccess: (matter) => void navigate(`/matters/${matter.id}`) })}
          onCancel={() => void navigate('/matters')}
        />
      )}
    </Page>
  )
}
