import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { StatusState } from '../../matters/StatusState'
import type { Matter } from '../wire'

export function MatterRows({ matters }: { matters: readonly Matter[] }) {
  const { t, day } = useLanguage()
  return (
    <ul className="rows rows--long">
      {matters.map((matter) => (
        <li key={matter.id}>
          <Link to={`/portal/matters/${matter.slug}`}>
            {matter.identifier} {matter.title}
          </Link>
          <p>
            <span>{t(`matter.${matter.classification}`)}</span>
            {matter.body && <span>{matter.body.name}</span>}
            {matter.subjects.length > 0 && <span>{matter.subjects.join(' · ')}</span>}
            {matter.introduced_on && (
              <span>
                {t('matters.introduced')}: <time dateTime={matter.introduced_on}>{day(matter.introduced_on)}</time>
              </span>
            )}
          </p>
          <StatusState status={matter.status} />
        </li>
      ))}
    </ul>
  )
}
