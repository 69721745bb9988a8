import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { useMotions, useVotes } from './deliberation'
import type { Meeting } from './meetings'
import { MotionForm } from './MotionForm'
import { MotionItem } from './MotionItem'

/** What was moved in a meeting and how it was voted on, to read and to write down. */
export function Motions({ meeting }: { meeting: Meeting }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const { data: motions, error, refetch } = useMotions(meeting.id)
  const votes = useVotes(meeting.id, motions)
  return (
    <AddingSection title={t('meetings.motions')} action={t('motions.add')} may={may} renderForm={(close) => <MotionForm meeting={meeting} motion={null} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {votes.error && <ErrorNote error={votes.error} onRetry={() => void votes.refetch()} />}
      {!motions && !error && <Loading />}
      {motions?.length === 0 && <p className="quiet">{t('motions.none')}</p>}
      {motions?.map((motion) => (
        <MotionItem key={motion.id} meeting={meeting} motion={motion} votes={votes.data?.filter((vote) => vote.motion_id === motion.id) ?? []} />
      ))}
    </AddingSection>
  )
}
