import { useState, type FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Loading } from '../../ui/Loading'
import { SelectField } from '../../ui/SelectField'
import { useAttendances } from './attendance'
import { CountFields, countsFrom } from './CountFields'
import { useMembersOn, usePersonVotes, useSaveVote, type Motion, type VoteEvent } from './deliberation'
import { dayOf, type Meeting } from './meetings'
import { castOf, rollOf, type Ballot } from './roll'
import { RollCall } from './RollCall'

const methods = ['roll_call', 'voice', 'show_of_hands', 'unanimous_consent', 'ballot'] as const satisfies readonly VoteEvent['method'][]

type Props = { meeting: Meeting; motion: Motion; vote: VoteEvent | null; onDone: () => void }

/** A vote by name, whose counts the server computes, or one of which only numbers or only the outcome are known. */
export function VoteForm({ meeting, motion, vote, onDone }: Props) {
  const members = useMembersOn(meeting.body_id, dayOf(meeting))
  const attendances = useAttendances(meeting.id)
  const votes = usePersonVotes(meeting.id, vote)
  const error = members.error ?? attendances.error ?? votes.error
  const known = (members.data || !meeting.body_id) && attendances.data && (votes.data || !vote?.by_name)
  if (error) return <ErrorNote error={error} />
  if (!known) return <Loading />
  return <LoadedForm meeting={meeting} motion={motion} vote={vote} onDone={onDone} called={rollOf(members.data ?? [], attendances.data, votes.data ?? [])} />
}

function LoadedForm({ meeting, motion, vote, onDone, called }: Props & { called: Ballot[] }) {
  const { t } = useLanguage()
  const save = useSaveVote(meeting.id, motion.id, vote)
  const [method, setMethod] = useState<VoteEvent['method']>(vote?.method ?? 'roll_call')
  const [wanted, setWanted] = useState(vote?.by_name ?? false)
  const [roll, setRoll] = useState(called)
  const [nobody, setNobody] = useState(false)
  const byName = method === 'roll_call' || wanted

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const cast = castOf(roll)
    setNobody(byName && cast.length === 0)
    if (byName && cast.length === 0) return
    const result = String(form.get('result') ?? '') || null
    save.mutate(byName ? { method, votes: cast } : { method, result: result as VoteEvent['result'], reported: countsFrom(form) }, { onSuccess: onDone })
  }

  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t(vote ? 'votes.edit' : 'votes.record')}>
      {save.error && <ErrorNote error={save.error} />}
      <div className="side-by-side">
        <Field label={t('votes.method')}>
          {(input) => (
            <select {...input} className="usa-select" value={method} onChange={(event) => setMethod(event.target.value as VoteEvent['method'])} autoFocus>
              {methods.map((one) => (
                <option key={one} value={one}>
                  {t(`method.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {!byName && (
          <SelectField
            label={t('votes.result')}
            hint={t('votes.resultHint')}
            name="result"
            value={vote?.result}
            none={t('votes.resultFollows')}
            choices={(['pass', 'fail', 'tie'] as const).map((result) => [result, t(`result.${result}`)])}
          />
        )}
      </div>
      {method !== 'roll_call' && (
        <label className="check">
          {/* What is known by name cannot become a mere number again. */}
          <input type="checkbox" checked={wanted} disabled={vote?.by_name} onChange={(event) => setWanted(event.target.checked)} /> {t('votes.byName')}
        </label>
      )}
      {byName ? <RollCall roll={roll} onChange={setRoll} error={nobody ? t('votes.nobody') : undefined} /> : <CountFields vote={vote} />}
      <FormActions busy={save.isPending} onCancel={onDone} />
    </form>
  )
}
