import type { MessageKey } from '../../../i18n/en'
import { useLanguage } from '../../../i18n/language'
import { WideTable } from '../../../ui/WideTable'
import { readable } from '../bodies/words'
import type { ContestResults } from '../wire'
import { ranked } from './results'

const known = new Set(['total', 'election_day', 'early', 'absentee', 'absentee_fwab', 'absentee_in_person', 'absentee_mail', 'provisional', 'uocava', 'write_in', 'other'])

/** How the votes for each choice were cast, where that was counted apart. */
export function CountTypes({ contest }: { contest: ContestResults }) {
  const { t, language } = useLanguage()
  const types = [...new Set(contest.selections.flatMap((selection) => Object.keys(selection.by_count_type ?? {})))]
  if (types.length === 0) return null
  return (
    <section aria-labelledby="counts-title">
      <h2 id="counts-title">{t('elections.byCountType')}</h2>
      <WideTable label={t('elections.byCountType')}>
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('elections.choice')}</th>
              {types.map((type) => (
                <th key={type} scope="col" className="number">
                  {known.has(type) ? t(`count.${type}` as MessageKey) : readable(type)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranked(contest.selections).map((selection) => (
              <tr key={selection.id}>
                <th scope="row">{selection.name}</th>
                {types.map((type) => (
                  <td key={type} className="number">
                    {selection.by_count_type?.[type]?.toLocaleString(language) ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  )
}
