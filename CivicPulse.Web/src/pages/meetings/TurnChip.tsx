import { useLanguage } from '../../i18n/language'

/** Addresses count turns from 0, as the API does; people count from 1. */
export function TurnChip({ first, last }: { first: number; last: number }) {
  const { t } = useLanguage()
  const label = last > first ? t('turn.range', { first: first + 1, last: last + 1 }) : t('turn.one', { first: first + 1 })
  return <span className="chip">{label}</span>
}
