import { useMemo } from 'react'
import { useLanguage } from '../../../i18n/language'
import { usePortal } from '../portal'
import type { Meeting } from '../wire'

/** When a meeting begins, by the clock of the place where it is held, wherever the reader is. */
export function useBeginning() {
  const { day, language } = useLanguage()
  const zone = usePortal().data?.time_zone
  return useMemo(() => {
    const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', ...(zone ? { timeZone: zone } : {}) })
    return (meeting: Pick<Meeting, 'all_day' | 'start_date'>) => (meeting.all_day ? day(meeting.start_date.slice(0, 10)) : moments.format(new Date(meeting.start_date)))
  }, [day, language, zone])
}
