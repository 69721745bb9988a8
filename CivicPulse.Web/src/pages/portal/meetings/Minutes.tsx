import { useLanguage } from '../../../i18n/language'
import type { MeetingDetail } from '../wire'

const kinds = ['summary', 'decision', 'action_item'] as const

/** Only what somebody wrote or checked and somebody else published. */
export function Minutes({ lines }: { lines: MeetingDetail['minutes'] }) {
  const { t } = useLanguage()
  return (
    <section aria-labelledby="minutes-title">
      <h2 id="minutes-title">{t('meeting.minutes')}</h2>
      <p className="quiet">{t(lines.length > 0 ? 'meetings.minutesPublished' : 'meetings.noMinutes')}</p>
      {kinds
        .map((kind) => ({ kind, own: lines.filter((line) => line.kind === kind) }))
        .filter(({ own }) => own.length > 0)
        .map(({ kind, own }) => (
          <div key={kind} className="minutes">
            <h3>{t(`line.${kind}`)}</h3>
            <ul>
              {own.map((line, index) => (
                <li key={index}>
                  {line.person && <strong>{line.person}: </strong>}
                  {line.text}
                </li>
              ))}
            </ul>
          </div>
        ))}
    </section>
  )
}
