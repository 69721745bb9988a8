import type { MessageKey } from '../../../i18n/en'
import { readable } from '../bodies/words'
import { divisionParts } from './places'

const known = new Set([
  'country', 'state', 'territory', 'district', 'cd', 'sldu', 'sldl', 'county', 'parish', 'borough', 'place', 'ward', 'council_district', 'school_district', 'precinct',
])

type Words = (key: MessageKey, values?: Record<string, string>) => string

/** An OCD division in words: `ocd-division/country:us/state:ga` is a state. */
export function divisionIn(t: Words, id: string): string {
  const { type, name: short } = divisionParts(id)
  const shown = /^\d+$/.test(short) ? short : short.length <= 3 ? short.toUpperCase() : readable(short)
  return known.has(type) ? t(`division.${type}` as MessageKey, { name: shown }) : `${readable(type)} ${shown}`.trim()
}

/** A jurisdiction's id ends with what governs there, which nobody needs to read; anything else is a name already. */
export const jurisdictionIn = (t: Words, text: string) => (/^ocd-(jurisdiction|division)\//.test(text) ? divisionIn(t, text.replace(/\/[^:/]+$/, '')) : text)
