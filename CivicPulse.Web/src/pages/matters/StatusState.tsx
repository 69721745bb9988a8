import { useLanguage } from '../../i18n/language'
import type { Matter } from './matters'

/** Where a matter is on its way, in a word. */
export function StatusState({ status }: { status: Matter['status'] }) {
  const { t } = useLanguage()
  return <span className={`state state--matter-${status}`}>{t(`matter.status.${status}`)}</span>
}
