import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ErrorNote } from '../../ui/ErrorNote'
import { RecordForm } from '../records/RecordForm'
import { DeadlineItem } from './DeadlineItem'
import { useDeadlines, useSaveDeadline } from './deadlines'
import type { Election } from './elections'
import { deadlineFields } from './fields'

/** By when something can be done, earliest first. */
export function Deadlines({ election }: { election: Election }) {
  const { t } = useLanguage()
  const may = useMay()('elections.write')
  const { data: deadlines, error, refetch } = useDeadlines(election.id)
  return (
    <AddingSection title={t('elections.deadlines')} action={t('ballots.addDeadline')} may={may} renderForm={(close) => <AddDeadline electionId={election.id} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {deadlines?.length === 0 && <p className="quiet">{t('ballots.noDeadlines')}</p>}
      {deadlines && deadlines.length > 0 && (
        <ol className="attachments">
          {deadlines.map((deadline) => (
            <DeadlineItem key={deadline.id} deadline={deadline} may={may} />
          ))}
        </ol>
      )}
    </AddingSection>
  )
}

function AddDeadline({ electionId, onDone }: { electionId: string; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useSaveDeadline(electionId)
  return (
    <RecordForm
      label={t('ballots.addDeadline')}
      specs={deadlineFields(t)}
      record={null}
      locked={[]}
      busy={add.isPending}
      error={add.error}
      onSave={(said) => add.mutate(said, { onSuccess: onDone })}
      onCancel={onDone}
    />
  )
}
