import { useLanguage } from '../../../i18n/language'
import type { ContestResults, Selection } from '../wire'
import { coloursOf, ranked, shareOf, totalOf } from './results'

/** Numbers first; the bar beside them repeats the share for the eye and is hidden from screen readers. */
export function ResultTable({ contest }: { contest: ContestResults }) {
  const { t, language } = useLanguage()
  const total = totalOf(contest.selections)
  const colours = coloursOf(contest)
  if (contest.selections.length === 0) return <p className="quiet">{t('elections.noResults')}</p>
  return (
    <table className="usa-table results-table" aria-label={contest.name}>
      <thead>
        <tr>
          <th scope="col">{t('elections.choice')}</th>
          <th scope="col" className="number">
            {t('elections.votes')}
          </th>
          <th scope="col" className="number">
            {t('elections.share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {ranked(contest.selections).map((selection) => (
          <tr key={selection.id} className={selection.post_election_status === 'winner' ? 'is-winner' : undefined}>
            <th scope="row">
              <ChoiceName selection={selection} />
              <span className="bar-track" aria-hidden="true">
                <span className="bar-fill" style={{ width: `${shareOf(selection.votes, total) * 100}%`, background: colours.get(selection.id) }} />
              </span>
            </th>
            <td className="number">{selection.votes.toLocaleString(language)}</td>
            <td className="number">{percent(shareOf(selection.votes, total), language)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('elections.total')}</th>
          <td className="number">{total.toLocaleString(language)}</td>
          <td className="number">{percent(total > 0 ? 1 : 0, language)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

export const percent = (share: number, language: string) => share.toLocaleString(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })

export function ChoiceName({ selection }: { selection: Selection }) {
  const { t } = useLanguage()
  const notes = [selection.party_name, selection.is_incumbent && t('elections.incumbent'), selection.is_write_in && t('elections.writeIn')].filter(Boolean)
  return (
    <>
      {selection.name} {selection.post_election_status && <span className={`state state--${selection.post_election_status}`}>{t(`outcome.${selection.post_election_status}`)}</span>}
      {notes.length > 0 && <small>{notes.join(' · ')}</small>}
    </>
  )
}
