import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { AddingSection } from '../../../ui/AddingSection'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { More } from '../../../ui/More'
import type { Contest } from '../contests'
import { unitWords } from '../words'
import { useMatrix } from './counts'
import { EnterCounts } from './EnterCounts'
import { UnitTable } from './UnitTable'

type Props = { contest: Contest; may: boolean }

/** How many voted for what, place by place. */
export function UnitVotes({ contest, may }: Props) {
  const words = useLanguage()
  const { t } = words
  const [unitType, setUnitType] = useState<string>()
  const list = useMatrix(contest.id, unitType)
  const matrix = list.data?.pages[0]
  const units = list.data?.pages.flatMap((page) => page.units) ?? []
  const types = matrix?.unit_types.filter((type) => type !== null) ?? []
  return (
    <AddingSection title={t('ballots.votesByUnit')} action={t('ballots.enterCounts')} may={may} renderForm={(close) => <EnterCounts contest={contest} onDone={close} />}>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {matrix && units.length === 0 && <p className="quiet">{t('elections.noResults')}</p>}
      {types.length > 1 && (
        <Field label={t('elections.unitType')}>
          {(input) => (
            <select {...input} className="usa-select" value={unitType ?? matrix?.unit_type ?? ''} onChange={(event) => setUnitType(event.target.value)}>
              {types.map((type) => (
                <option key={type} value={type}>
                  {unitWords(words, type)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {matrix && units.length > 0 && <UnitTable contest={contest} selections={matrix.selections} units={units} may={may} />}
      <More list={list} />
    </AddingSection>
  )
}
