import { lazy, Suspense, useState } from 'react'
import type { MessageKey } from '../../../i18n/en'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { readable } from '../bodies/words'
import { useList, useRecord } from '../portal'
import type { BoundarySet, ContestMatrix, ContestResults } from '../wire'
import { UnitTable } from './UnitTable'

// The map's library is many times the size of all other pages: it is fetched for this page alone.
const ResultMap = lazy(() => import('./map/ResultMap'))

const unitTypes = new Set(['county', 'precinct', 'state', 'municipality', 'city', 'ward', 'split_precinct', 'combined_precinct', 'vote_center'])

/** Boundary sets name their kind with hyphens, units with underscores. */
const setOf = (sets: readonly BoundarySet[], unitType: string) => sets.find((set) => set.classification.replaceAll('-', '_') === unitType)

export function ByUnit({ contest }: { contest: ContestResults }) {
  const { t } = useLanguage()
  const [unitType, setUnitType] = useState<string>()
  const { data, error, refetch } = useRecord<ContestMatrix>(`/contests/${encodeURIComponent(contest.slug)}/results`, { unit_type: unitType })
  const { items: sets } = useList<BoundarySet>('/boundary-sets', { limit: 100 })
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.units.length === 0) return null
  const types = data.unit_types.filter((type) => type !== null)
  const set = setOf(sets ?? [], data.unit_type ?? '')
  return (
    <section className="by-unit" aria-labelledby="units-title">
      <h2 id="units-title">{t('elections.byUnit')}</h2>
      {types.length > 1 && (
        <Field label={t('elections.unitType')}>
          {(input) => (
            <select {...input} className="usa-select" value={data.unit_type ?? ''} onChange={(event) => setUnitType(event.target.value)}>
              {types.map((type) => (
                <option key={type} value={type}>
                  {unitTypes.has(type) ? t(`unit.${type}` as MessageKey) : readable(type)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {set && (
        <Suspense fallback={<Loading />}>
          <ResultMap contest={contest} matrix={data} set={set} />
        </Suspense>
      )}
      {sets && !set && <p className="quiet">{t('elections.mapNone')}</p>}
      <UnitTable contest={contest} matrix={data} />
    </section>
  )
}
