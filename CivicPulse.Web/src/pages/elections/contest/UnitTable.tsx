import type { Schemas } from '../../../api/client'
import { useLanguage } from '../../../i18n/language'
import { WideTable } from '../../../ui/WideTable'
import type { Contest } from '../contests'
import type { MatrixUnit } from './counts'
import { UnitRow } from './UnitRow'

type Props = { contest: Contest; selections: readonly Schemas['MatrixSelection'][]; units: readonly MatrixUnit[]; may: boolean }

export function UnitTable({ contest, selections, units, may }: Props) {
  const { t } = useLanguage()
  return (
    <WideTable label={t('ballots.votesByUnit')}>
      <table className="usa-table" aria-label={t('ballots.votesByUnit')}>
        <thead>
          <tr>
            <th scope="col">{t('elections.unit')}</th>
            {selections.map((selection) => (
              <th key={selection.id} scope="col" className="number unit-choice">
                {selection.name}
              </th>
            ))}
            <th scope="col" className="number">
              {t('elections.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <UnitRow key={unit.id} contest={contest} unit={unit} may={may} />
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
