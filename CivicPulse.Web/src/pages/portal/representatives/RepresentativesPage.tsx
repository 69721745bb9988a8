import { useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { isAbsent, usePortal, useRecord } from '../portal'
import { PortalClosed } from '../PortalClosed'
import type { Representatives } from '../wire'
import { LevelSeats } from './LevelSeats'
import { PlaceForm } from './PlaceForm'
import { levels, placeFrom, placeQuery, queryOf, type AskedPlace } from './places'

/** Seats and who holds them, for a place; the address of the page is the answer's own. */
export default function RepresentativesPage() {
  const { t } = useLanguage()
  const { data: portal } = usePortal()
  const [search, setSearch] = useSearchParams()
  const place = placeFrom(search)
  if (portal && !portal.sections.includes('officials')) return <PortalClosed />
  return (
    <Page title={t('places.title')} lead={t('places.lead')}>
      <section className="panel" aria-label={t('places.title')}>
        <PlaceForm address={place && 'address' in place ? place.address : ''} onPlace={(asked) => setSearch(placeQuery(asked))} />
      </section>
      {place && <Seats place={place} />}
    </Page>
  )
}

function Seats({ place }: { place: AskedPlace }) {
  const { t, n } = useLanguage()
  const { data, error, refetch } = useRecord<Representatives>('/representatives', queryOf(place))
  if (isAbsent(error)) return <EmptyState title={t('places.unknown')} text={t('places.unknownText')} />
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.divisions.length === 0) return <EmptyState title={t('places.nowhere')} text={t('places.nowhereText')} />
  if (data.seats.length === 0) return <EmptyState title={t('places.noSeats')} text={t('places.noSeatsText')} />
  return (
    <>
      <p role="status">
        {data.matched && t('places.matched', { place: data.matched })} {n('places.found', data.seats.length)}
      </p>
      {levels(data.seats).map((level) => (
        <LevelSeats key={level.divisionId} level={level} />
      ))}
    </>
  )
}
