import { useLanguage } from '../../../i18n/language'
import { clock, momentOf } from './seconds'

export function VideoMoment({ video, seconds }: { video: string | null | undefined; seconds: number | null | undefined }) {
  const { t } = useLanguage()
  if (!video || typeof seconds !== 'number') return null
  return (
    <a className="chip" href={momentOf(video, seconds)} rel="noreferrer">
      <span className="usa-sr-only">{t('meetings.videoAt')} </span>
      {clock(seconds)}
    </a>
  )
}
