import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { useReturn } from '../../../ui/useReturn'
import type { Contest } from '../contests'
import { CountForm } from './CountForm'
import type { MatrixUnit } from './counts'

type Props = { contest: Contest; unit: MatrixUnit; may: boolean }

/** The counts of a place, and below them the form that corrects them. */
export function UnitRow({ contest, unit, may }: Props) {
  const { t, language } = useLanguage()
  const [editing, setEditing] = useState(false)
  const edit = useReturn(editing)
  const number = (votes: number | null | undefined) => votes?.toLocaleString(language) ?? '–'
  return (
    <>
      <tr>
        <th scope="row">
          {unit.name}
          {may && !editing && (
            <small>
              <button ref={edit} type="button" className="usa-button usa-button--unstyled" onClick={() => setEditing(true)}>
                {t('ballots.correct')} <span className="usa-sr-only">{unit.name}</span>
              </button>
            </small>
          )}
        </th>
        {unit.votes.map((votes, index) => (
          <td key={index} className="number">
            {number(votes)}
          </td>
        ))}
        <td className="number">{number(unit.votes.reduce<number>((sum, votes) => sum + (votes ?? 0), 0))}</td>
      </tr>
      {editing && may && (
        <tr>
          <td colSpan={unit.votes.length + 2}>
            <div className="row-form">
              <CountForm contest={contest} unit={unit} onDone={() => setEditing(false)} />
            </div>
          </td>
        </tr>
      )}
    </>
  )
}
