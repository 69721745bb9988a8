import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import type { MessageKey } from '../../i18n/en'
import { spanFrom } from './turns'

const labels = {
  minutes: 'meeting.minutes',
  transcript: 'meeting.transcript',
  agenda: 'meetings.agenda',
  motions: 'meetings.motions',
  attendance: 'meetings.attendance',
  attachments: 'meetings.attachments',
  particulars: 'records.particulars',
} as const satisfies Record<string, MessageKey>

export type View = keyof typeof labels

/** Which part of a meeting the address asks for; a link to turns asks for the transcript. */
export function viewFrom(search: URLSearchParams): View {
  const asked = search.get('view') ?? ''
  return Object.hasOwn(labels, asked) ? (asked as View) : spanFrom(search) ? 'transcript' : 'minutes'
}

/** Minutes and transcript stand side by side where there is room. */
export const isRecord = (view: View) => view === 'minutes' || view === 'transcript'

export function Views({ view, ready }: { view: View; ready: boolean }) {
  const { t } = useLanguage()
  return (
    <nav className="views views--meeting" aria-label={t('meeting.views')}>
      {Object.entries(labels)
        .filter(([name]) => ready || name !== 'transcript')
        .map(([name, label]) => (
        <Link key={name} to={`?view=${name}`} replace data-view={name} aria-current={view === name ? 'page' : undefined}>
          {t(label)}
        </Link>
      ))}
    </nav>
  )
}
