import type { MessageKey } from '../../../i18n/en'
import { useLanguage } from '../../../i18n/language'
import { readable } from '../bodies/words'
import { Files } from '../record/AttachmentList'
import type { Attachment, Motion } from '../wire'
import { RollCall } from './RollCall'
import { VideoMoment } from './VideoMoment'

const known = new Set(['passage', 'reading', 'veto_override', 'amendment', 'referral', 'tabling', 'postponement', 'reconsideration', 'procedural', 'other'])

type Props = { motion: Motion; video: string | null | undefined; heading: 'h3' | 'h4'; attached?: readonly Attachment[] }

/** What was moved, by whom, and how it was voted on. */
export function MotionCard({ motion, video, heading: Heading, attached }: Props) {
  const { t } = useLanguage()
  const kind = known.has(motion.classification) ? t(`motion.${motion.classification}` as MessageKey) : readable(motion.classification)
  return (
    <article className="motion">
      <Heading>{t('meetings.motion')}</Heading>
      <p>{motion.text}</p>
      <p className="motion-facts">
        <span>{kind}</span>
        {motion.mover_name && <span>{t('meetings.movedBy', { name: motion.mover_name })}</span>}
        {motion.seconder_name && <span>{t('meetings.secondedBy', { name: motion.seconder_name })}</span>}
        <span>{t(`requirement.${motion.requirement}`)}</span>
        {motion.result && <strong className={`state state--${motion.result}`}>{t(`result.${motion.result}`)}</strong>}
        <VideoMoment video={video} seconds={motion.video_seconds} />
      </p>
      {motion.votes.map((vote, index) => (
        <RollCall key={index} vote={vote} motion={motion} video={video} />
      ))}
      <Files attachments={attached?.filter((one) => one.motion_id === motion.id) ?? []} />
    </article>
  )
}
