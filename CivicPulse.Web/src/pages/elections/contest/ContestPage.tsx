import { useParams } from 'react-router'
import { Loading } from '../../../ui/Loading'
import { ProblemPage } from '../../../ui/ProblemPage'
import { useContest } from '../contests'
import { useElection } from '../elections'
import { LoadedContest } from './LoadedContest'

/** Whether a contest can be changed is said by its election. */
export default function ContestPage() {
  const { id } = useParams()
  const contest = useContest(id)
  const election = useElection(contest.data?.election_id)
  const failed = [contest, election].find(({ error }) => error)
  if (failed) return <ProblemPage error={failed.error} onRetry={() => void failed.refetch()} />
  return contest.data && election.data ? <LoadedContest key={contest.data.id} contest={contest.data} election={election.data} /> : <Loading />
}
