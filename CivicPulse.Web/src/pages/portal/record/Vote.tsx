import type { Schemas } from '../../../api/client'
import { useLanguage } from '../../../i18n/language'

/** How somebody voted, in a word. */
export function Vote({ option }: { option: Schemas['VoteOption'] }) {
  const { t } = useLanguage()
  const known = option ?? 'other'
  return <span className={`vote vote--${known}`}>{t(`vote.${known}`)}</span>
}
