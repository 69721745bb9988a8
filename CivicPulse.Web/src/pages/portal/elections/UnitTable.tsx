import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { WideTable } from '../../../ui/WideTable'
import type { ContestMatrix, ContestResults } from '../wire'
import { leadIn } from './results'
import { percent } from './ResultTable'

const atOnce = 50

/** What the map shows, in words and numbers. */
export function UnitTable({ contest, matrix }: { contest: ContestResults; matrix: ContestMatrix }) {
  const { t, language } = useLanguage()
  const [shown, setShown] = useState(atOnce)
  return (
    <>
      <WideTable label={t('elections.byUnit')}>
        <table className="usa-table" aria-label={t('elections.byUnit')}>
          <thead>
            <tr>
              <th scope="col">{t('elections.unit')}</th>
              <th scope="col">{t('elections.leader')}</th>
              <th scope="col" className="number">
                {t('elections.lead')}
              </th>
              <th scope="col" className="number">
                {t('elections.counted')}
              </th>
            </tr>
          </thead>
          <tbody>
            {matrix.units.slice(0, shown).map((unit) => {
              const lead = leadIn(unit, matrix.selections, contest)
              return (
                <tr key={unit.id}>
                  <th scope="row">{unit.name}</th>
                  <td>{lead.selection?.name ?? t(lead.total > 0 ? 'elections.tie' : 'elections.noVotes')}</td>
                  <td className="number">{lead.total > 0 ? percent(lead.share, language) : '–'}</td>
                  <td className="number">{lead.total.toLocaleString(language)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </WideTable>
      {matrix.units.length > shown && (
        <button type="button" className="usa-button usa-button--outline" onClick={() => setShown(shown + 200)}>
          {t('app.more')}
        </button>
      )}
    </>
  )
}
