import { useState, type FormEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { More } from '../../ui/More'
import { PublicState } from '../records/Publication'
import { RecordForm } from '../records/RecordForm'
import { useAddContest, useContestList } from './contests'
import { isLocked, type Election } from './elections'
import { newContestFields } from './fields'

/** What is voted about, in the order of the ballot. */
export function Contests({ election }: { election: Election }) {
  const { t, n } = useLanguage()
  const may = useMay()('elections.write') && !isLocked(election)
  const [name, setName] = useState('')
  const list = useContestList(election.id, name)
  const contests = list.data?.pages.flatMap((page) => page.items)
  const several = Boolean(name || list.hasNextPage)
  return (
    <AddingSection title={t('elections.contests')} action={t('ballots.addContest')} may={may} renderForm={(close) => <AddContest electionId={election.id} onDone={close} />}>
      {several && <FindContest onFind={setName} />}
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {contests?.length === 0 && (
        <p className="quiet" role="status">
          {t(name ? 'portal.nothingFound' : 'ballots.noContests')}
        </p>
      )}
      {contests && contests.length > 0 && (
        <ul className="rows">
          {contests.map((contest) => (
            <li key={contest.id}>
              <Link to={`/contests/${contest.id}`}>{contest.name}</Link>
              <p>
                <span>{t(`contest.${contest.kind}`)}</span>
                {contest.number_elected > 1 && <span>{n('elections.seats', contest.number_elected)}</span>}
              </p>
              <PublicState published={Boolean(contest.published_at)} />
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </AddingSection>
  )
}

function FindContest({ onFind }: { onFind: (name: string) => void }) {
  const { t } = useLanguage()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onFind(String(new FormData(event.currentTarget).get('contest')).trim())
  }
  return (
    <form className="find" role="search" aria-label={t('ballots.findContest')} onSubmit={submit}>
      <Field label={t('ballots.findContest')}>{(input) => <input {...input} className="usa-input" type="search" name="contest" maxLength={200} />}</Field>
      <button type="submit" className="usa-button usa-button--outline">
        {t('search.submit')}
      </button>
    </form>
  )
}

/** A contest that was added is gone on with at once: it needs what can be voted for. */
function AddContest({ electionId, onDone }: { electionId: string; onDone: () => void }) {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const add = useAddContest(electionId)
  return (
    <RecordForm
      label={t('ballots.addContest')}
      specs={newContestFields(t)}
      record={null}
      locked={[]}
      busy={add.isPending}
      error={add.error}
      onSave={(said) => add.mutate(said, { onSuccess: (contest) => void navigate(`/contests/${contest.id}`) })}
      onCancel={onDone}
    />
  )
}
