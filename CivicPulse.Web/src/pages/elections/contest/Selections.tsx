import { useLanguage } from '../../../i18n/language'
import { AddingSection } from '../../../ui/AddingSection'
import { ErrorNote } from '../../../ui/ErrorNote'
import { RecordForm } from '../../records/RecordForm'
import { useParties, useSaveSelection, useSelections, type Contest } from '../contests'
import { selectionFields } from '../fields'
import { AddParty } from './AddParty'
import { SelectionItem } from './SelectionItem'

type Props = { contest: Contest; may: boolean }

/** What can be voted for, in the order of the ballot. */
export function Selections({ contest, may }: Props) {
  const { t } = useLanguage()
  const { data: selections, error, refetch } = useSelections(contest.id)
  return (
    <AddingSection title={t('ballots.selections')} action={t('ballots.addSelection')} may={may} renderForm={(close) => <AddSelection contest={contest} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {selections?.length === 0 && <p className="quiet">{t('ballots.noSelections')}</p>}
      {selections && selections.length > 0 && (
        <ol className="attachments">
          {selections.map((selection) => (
            <SelectionItem key={selection.id} contest={contest} selection={selection} may={may} />
          ))}
        </ol>
      )}
      {may && (contest.kind === 'candidate' || contest.kind === 'party') && <AddParty />}
    </AddingSection>
  )
}

function AddSelection({ contest, onDone }: { contest: Contest; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useSaveSelection(contest.id)
  return (
    <RecordForm
      label={t('ballots.addSelection')}
      specs={selectionFields(t, contest.kind, useParties().data ?? [])}
      record={null}
      locked={[]}
      busy={add.isPending}
      error={add.error}
      onSave={(said) => add.mutate(said, { onSuccess: onDone })}
      onCancel={onDone}
    />
  )
}
