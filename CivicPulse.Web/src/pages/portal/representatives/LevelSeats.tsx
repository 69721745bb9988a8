import { useId } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Initials } from '../officials/Initials'
import { divisionIn } from './divisions'
import type { Level } from './places'

/** The seats of one division, with whoever holds them. */
export function LevelSeats({ level }: { level: Level }) {
  const { t } = useLanguage()
  const title = useId()
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{divisionIn(t, level.divisionId)}</h2>
      <ul className="rows rows--people">
        {level.seats.map((seat) =>
          seat.holders.length > 0 ? (
            seat.holders.map((holder, index) => (
              <li key={`${seat.label}-${index}`}>
                <Initials name={holder.name} />
                {holder.slug ? <Link to={`/portal/officials/${holder.slug}`}>{holder.name}</Link> : <strong>{holder.name}</strong>}
                <p>
                  <span>{seat.label}</span>
                  <span>{seat.body_name}</span>
                  {holder.on_behalf_of && <span>{holder.on_behalf_of}</span>}
                </p>
              </li>
            ))
          ) : (
            <li key={seat.label}>
              <span className="initials" aria-hidden="true">
                ?
              </span>
              <Link to={`/portal/bodies/${seat.body_slug}`}>{seat.label}</Link>
              <p>
                <span>{seat.body_name}</span>
              </p>
              <span className="state state--vacant">{t('bodies.vacant')}</span>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}
