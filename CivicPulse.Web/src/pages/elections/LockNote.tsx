import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'
import { isLocked, useCertification, type Election } from './elections'

/** Why there is nothing to change here. */
export function LockNote({ election }: { election: Election }) {
  const { t, day } = useLanguage()
  const { data: certification } = useCertification(election)
  if (!isLocked(election)) return null
  return (
    <p className="note note--good lock-note">
      <Icon name="lock" />
      <span>
        {certification && t('elections.certified', { date: day(certification.date), authority: certification.authority })} {t('ballots.locked')}
      </span>
    </p>
  )
}
