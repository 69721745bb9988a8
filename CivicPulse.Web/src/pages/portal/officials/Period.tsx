import { useLanguage } from '../../../i18n/language'
import type { Term } from '../wire'

/** From when to when, as far as that is known. */
export function Period({ term }: { term: Pick<Term, 'start_date' | 'end_date'> }) {
  const { t, partial } = useLanguage()
  const { start_date: start, end_date: end } = term
  if (start && end) return t('officials.fromTo', { start: partial(start), end: partial(end) })
  if (start) return t('officials.since', { start: partial(start) })
  return end ? t('officials.until', { end: partial(end) }) : t('officials.periodUnknown')
}
