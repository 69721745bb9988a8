import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { PersonInput, usePerson } from '../records/PersonInput'
import { calledOf, optionOf, options, type Ballot, type Option } from './roll'

type Props = { roll: readonly Ballot[]; onChange: (roll: Ballot[]) => void; error?: string | undefined }

/** Name after name. Native radio buttons, so that arrows and Tab work as everywhere; a digit chooses and goes on to the next name. */
export function RollCall({ roll, onChange, error }: Props) {
  const { t, n } = useLanguage()
  const list = useRef<HTMLOListElement>(null)
  const [hint, group] = [useId(), useId()]
  const choose = (key: string, option: Option | null) => onChange(roll.map((one) => (one.key === key ? { ...one, option } : one)))
  /** On the vote that a name has, else on the first of its choices. */
  const focusOn = (place: number) => {
    const chosen = roll[place]?.option
    list.current?.children[place]?.querySelectorAll('input')[chosen ? options.indexOf(chosen) : 0]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const option = event.ctrlKey || event.metaKey || event.altKey ? undefined : optionOf(event.key)
    if (option === undefined) return
    event.preventDefault()
    choose(roll[place]!.key, option)
    if (option === null) return
    if (place + 1 < roll.length) focusOn(place + 1)
    else list.current?.children[place]?.querySelectorAll('input')[options.indexOf(option)]?.focus()
  }
  const left = roll.length - calledOf(roll)
  return (
    <div className="roll" role="group" aria-labelledby={group} aria-describedby={hint}>
      <h3 id={group}>{t('method.roll_call')}</h3>
      <p className="usa-hint" id={hint}>
        {t('votes.keys')}
      </p>
      {error && (
        <p className="usa-error-message" role="alert">
          {error}
        </p>
      )}
      {roll.length === 0 && <p className="quiet">{t('votes.noNames')}</p>}
      <ol ref={list} className="ballots">
        {roll.map((one, place) => (
          <BallotRow key={one.key} ballot={one} onChoose={(option) => choose(one.key, option)} onKeyDown={(event) => onKeyDown(event, place)} />
        ))}
      </ol>
      <p className="quiet" role="status">
        {roll.length > 0 && (left > 0 ? n('votes.left', left) : t('votes.allCalled'))}
      </p>
      <div className="actions">
        {left > 0 && (
          <button type="button" className="usa-button usa-button--outline" onClick={() => onChange(roll.map((one) => (one.option ? one : { ...one, option: 'yes' })))}>
            {t('votes.restYes')}
          </button>
        )}
      </div>
      <AddName roll={roll} onChange={onChange} />
    </div>
  )
}

type RowProps = { ballot: Ballot; onChoose: (option: Option) => void; onKeyDown: (event: KeyboardEvent) => void }

function BallotRow({ ballot, onChoose, onKeyDown }: RowProps) {
  const { t } = useLanguage()
  const group = useId()
  return (
    <li>
      <fieldset className="ballot">
        <legend>{ballot.voter_name}</legend>
        {options.map((option, place) => (
          <label key={option} className="choice">
            <input type="radio" name={group} checked={ballot.option === option} onChange={() => onChoose(option)} onKeyDown={onKeyDown} />
            <kbd aria-hidden="true">{place + 1}</kbd> {t(`vote.${option}`)}
          </label>
        ))}
      </fieldset>
    </li>
  )
}

/** Somebody who is not known as a member that day. */
function AddName({ roll, onChange }: Pick<Props, 'roll' | 'onChange'>) {
  const { t } = useLanguage()
  const [round, setRound] = useState(0)
  return (
    <details className="add-name">
      <summary>{t('votes.addName')}</summary>
      <NameForm
        key={round}
        focused={round > 0}
        onAdd={(ballot) => {
          if (!roll.some(({ key }) => key === ballot.key)) onChange([...roll, ballot])
          setRound(round + 1)
        }}
      />
    </details>
  )
}

function NameForm({ focused, onAdd }: { focused: boolean; onAdd: (ballot: Ballot) => void }) {
  const { t } = useLanguage()
  const person = usePerson('')
  const add = () => {
    const { said, official } = person
    if (said) onAdd({ key: official ?? said, ...(official ? { official_id: official } : {}), voter_name: said, option: null, weight: 1 })
  }
  return (
    // Enter in this field adds the name; it does not send the whole form.
    <div
      className="find"
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        add()
      }}
    >
      <PersonInput person={person} label={t('field.name')} focused={focused} />
      <button type="button" className="usa-button usa-button--outline" onClick={add}>
        {t('votes.add')}
      </button>
    </div>
  )
}
