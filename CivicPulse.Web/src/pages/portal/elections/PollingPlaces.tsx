import { useLanguage } from '../../../i18n/language'
import { useList } from '../portal'
import { More } from '../../../ui/More'
import type { PollingPlace } from '../wire'

export function PollingPlaces({ slug }: { slug: string }) {
  const { t } = useLanguage()
  const list = useList<PollingPlace>(`/elections/${encodeURIComponent(slug)}/polling-places`, { limit: 20 })
  if (!list.items || list.items.length === 0) return null
  return (
    <section aria-labelledby="polling-title">
      <h2 id="polling-title">{t('elections.pollingPlaces')}</h2>
      <ul className="places-list">
        {list.items.map((place) => (
          <PlaceItem key={place.id} place={place} />
        ))}
      </ul>
      <More list={list} />
    </section>
  )
}

function PlaceItem({ place }: { place: PollingPlace }) {
  const { t, day } = useLanguage()
  return (
    <li>
      <h3>{place.name}</h3>
      <p>{place.address_lines.join(', ')}</p>
      {(place.is_drop_box || place.is_early_voting) && (
        <p>
          {place.is_drop_box && <span className="chip">{t('elections.dropBox')}</span>} {place.is_early_voting && <span className="chip">{t('elections.earlyVoting')}</span>}
        </p>
      )}
      {place.directions && <p className="quiet">{place.directions}</p>}
      <ul>
        {place.hours.map((hours, index) => (
          <li key={index}>{t('elections.hours', { date: day(hours.date), opens: hours.opens.slice(0, 5), closes: hours.closes.slice(0, 5) })}</li>
        ))}
      </ul>
    </li>
  )
}
