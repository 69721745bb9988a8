import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { WideTable } from '../../ui/WideTable'
import { percent } from '../portal/elections/ResultTable'
import { useTurnout, type Election } from './elections'
import { unitWords } from './words'

/** Who could vote and who did. Types of units speak of the same voters: they are not added up. */
export function Turnout({ election }: { election: Election }) {
  const words = useLanguage()
  const { t, language } = words
  const { data, error, refetch } = useTurnout(election.id)
  const number = (value: number | null | undefined) => value?.toLocaleString(language) ?? '–'
  return (
    <section aria-labelledby="turnout-title">
      <h2 id="turnout-title">{t('ballots.turnout')}</h2>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.by_unit_type.length === 0 && <p className="quiet">{t('ballots.noTurnout')}</p>}
      {data && data.by_unit_type.length > 0 && (
        <WideTable label={t('ballots.turnout')}>
          <table className="usa-table" aria-label={t('ballots.turnout')}>
            <thead>
              <tr>
                <th scope="col">{t('elections.unitType')}</th>
                {(['ballots.units', 'ballots.registered', 'ballots.cast', 'elections.share'] as const).map((key) => (
                  <th key={key} scope="col" className="number">
                    {t(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.by_unit_type.map((row) => (
                <tr key={row.unit_type}>
                  <th scope="row">{unitWords(words, row.unit_type)}</th>
                  <td className="number">{number(row.units)}</td>
                  <td className="number">{number(row.registered_voters)}</td>
                  <td className="number">{number(row.ballots_cast)}</td>
                  <td className="number">{row.percent === null || row.percent === undefined ? '–' : percent(row.percent / 100, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  )
}
