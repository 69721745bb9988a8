import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ErrorNote } from '../../ui/ErrorNote'
import { More } from '../../ui/More'
import { RecordForm } from '../records/RecordForm'
import type { Election } from './elections'
import { placeFields } from './fields'
import { PlaceItem } from './PlaceItem'
import { usePollingPlaces, useSavePlace } from './places'

/** Where one votes or hands in a ballot. */
export function PollingPlaces({ election }: { election: Election }) {
  const { t } = useLanguage()
  const may = useMay()('elections.write')
  const list = usePollingPlaces(election.id)
  const places = list.data?.pages.flatMap((page) => page.items)
  return (
    <AddingSection title={t('elections.pollingPlaces')} action={t('ballots.addPlace')} may={may} renderForm={(close) => <AddPlace electionId={election.id} onDone={close} />}>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {places?.length === 0 && <p className="quiet">{t('ballots.noPlaces')}</p>}
      {places && places.length > 0 && (
        <ul className="attachments">
          {places.map((place) => (
            <PlaceItem key={place.id} place={place} may={may} />
          ))}
        </ul>
      )}
      <More list={list} />
    </AddingSection>
  )
}

function AddPlace({ electionId, onDone }: { electionId: string; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useSavePlace(electionId)
  return (
    <RecordForm
      label={t('ballots.addPlace')}
      specs={placeFields}
      record={null}
      locked={[]}
      busy={add.isPending}
      error={add.error}
      onSave={(said) => add.mutate(said, { onSuccess: onDone })}
      onCancel={onDone}
    />
  )
}
