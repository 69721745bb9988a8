import type { Asked } from '../portal'
import type { Seat } from '../wire'

/** What somebody names a place by. */
export type AskedPlace = { address: string } | { lat: number; lon: number } | { divisions: string[] }

export function placeQuery(place: AskedPlace): string {
  if ('address' in place) return new URLSearchParams({ address: place.address }).toString()
  if ('divisions' in place) return new URLSearchParams(place.divisions.map((id) => ['division_id', id])).toString()
  // About 100 metres are enough to find a district, and all that an address bar needs to remember.
  return new URLSearchParams({ lat: place.lat.toFixed(3), lon: place.lon.toFixed(3) }).toString()
}

/** As the API asks for it. */
export const queryOf = (place: AskedPlace): Asked =>
  'address' in place ? { address: place.address } : 'divisions' in place ? { division_id: place.divisions.slice(0, 50) } : { lat: place.lat, lon: place.lon }

export function placeFrom(search: URLSearchParams): AskedPlace | null {
  const address = search.get('address')?.trim()
  if (address) return { address }
  const divisions = search.getAll('division_id').filter((id) => id.startsWith('ocd-division/'))
  if (divisions.length > 0) return { divisions }
  const [lat, lon] = ['lat', 'lon'].map((name) => Number(search.get(name) ?? Number.NaN)) as [number, number]
  return Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon } : null
}

/** The last part of an OCD division says what it is: `ocd-division/country:us/state:ga/cd:5` is `cd`, `5`. */
export function divisionParts(id: string): { type: string; name: string } {
  const last = id.split('/').at(-1) ?? ''
  const colon = last.indexOf(':')
  return colon < 0 ? { type: '', name: last } : { type: last.slice(0, colon), name: last.slice(colon + 1) }
}

export type Level = { divisionId: string; seats: Seat[] }

/** Seats of one division together; the narrowest place, which is nearest to the asker, comes first. */
export function levels(seats: readonly Seat[]): Level[] {
  const found = new Map<string, Seat[]>()
  for (const seat of seats) found.set(seat.division_id, [...(found.get(seat.division_id) ?? []), seat])
  return [...found]
    .map(([divisionId, own]) => ({ divisionId, seats: own }))
    .toSorted((a, b) => b.divisionId.split('/').length - a.divisionId.split('/').length || a.divisionId.localeCompare(b.divisionId))
}
