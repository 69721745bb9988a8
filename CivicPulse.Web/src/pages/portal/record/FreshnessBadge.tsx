import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { freshness } from './freshness'

/** Says in words, not only by colour, how old the last confirmation is. */
export function FreshnessBadge({ lastSeen }: { lastSeen: string | null | undefined }) {
  const { t, day } = useLanguage()
  const [now] = useState(() => new Date())
  const { state } = freshness(lastSeen, now)
  return (
    <span className={`freshness freshness--${state}`}>
      {lastSeen && state !== 'unknown' ? t('portal.confirmed', { date: day(lastSeen) }) : t('portal.unconfirmed')}
      <small>{t(`portal.freshness.${state}`)}</small>
    </span>
  )
}
