import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'
import { toText, type FieldSpec } from './fields'

type Props = { specs: readonly FieldSpec[]; record: Record<string, unknown>; locked: readonly string[] }

/** What is known, as it will be edited; a lock says that somebody changed it by hand. */
export function Facts({ specs, record, locked }: Props) {
  const { t, day, moment } = useLanguage()
  const shown = (spec: FieldSpec) => {
    const text = toText(spec, record[spec.name])
    if (spec.kind === 'choice') return spec.choices?.find(([value]) => value === text)?.[1] ?? text
    if (spec.kind === 'day') return day(text)
    if (spec.kind === 'yes-no') return t(text === 'true' ? 'vote.yes' : 'vote.no')
    return spec.kind === 'moment' ? moment(String(record[spec.name])) : text
  }
  const known = specs.filter((spec) => toText(spec, record[spec.name]) !== '')
  if (known.length === 0) return <p className="quiet">{t('records.nothingKnown')}</p>
  return (
    <dl className="facts">
      {known.map((spec) => (
        <div key={spec.name}>
          <dt>
            {t(spec.label)}
            {locked.includes(spec.name) && (
              <span className="locked">
                <Icon name="lock" /> {t('records.byHand')}
              </span>
            )}
          </dt>
          <dd className="prose">{shown(spec)}</dd>
        </div>
      ))}
    </dl>
  )
}
