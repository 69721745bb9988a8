import { Link, useParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { ElectionState } from '../portal/elections/ElectionRows'
import { lasting } from '../records/fields'
import { PublicState, Publication } from '../records/Publication'
import { useParticulars } from '../records/useParticulars'
import { Certification } from './Certification'
import { Contests } from './Contests'
import { Deadlines } from './Deadlines'
import { useElection, useSaveElection, type Election } from './elections'
import { electionFields } from './fields'
import { LockNote } from './LockNote'
import { PollingPlaces } from './PollingPlaces'
import { Results } from './Results'
import { Turnout } from './Turnout'

export default function ElectionPage() {
  const { id } = useParams()
  const { data: election, error, refetch } = useElection(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return election ? <LoadedElection key={election.id} election={election} /> : <Loading />
}

function LoadedElection({ election }: { election: Election }) {
  const { t, day } = useLanguage()
  const may = useMay()
  const save = useSaveElection(election.id)
  const fields = electionFields(t, election)
  const { edit, particulars } = useParticulars({ record: election, specs: fields, editable: lasting(fields, election), told: ['name', 'date', 'status'], may: may('elections.write'), save })
  return (
    <Page
      title={election.name}
      above={
        <nav className="crumb" aria-label={t('portal.nav.elections')}>
          <Link to="/elections">{t('portal.nav.elections')}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={election.date}>{day(election.date)}</time>
          <ElectionState status={election.status} />
          <PublicState published={Boolean(election.published_at)} />
        </>
      }
      aside={edit}
    >
      <LockNote election={election} />
      {particulars}
      <Publication kind="elections" record={election} />
      <Certification election={election} />
      <Deadlines election={election} />
      <Contests election={election} />
      <Results election={election} />
      <Turnout election={election} />
      <PollingPlaces election={election} />
    </Page>
  )
}
