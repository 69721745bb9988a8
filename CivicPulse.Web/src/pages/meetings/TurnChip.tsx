import { useLanguage } from '../../i18n/language'

export function TurnChip({ first, last }: { first: number; last: number }) {
  const { t } = useLanguage()
  return <span className="chip">{last > first ? t('turn.range', { first, last }) : t('turn.one', { first })}</span>
}
