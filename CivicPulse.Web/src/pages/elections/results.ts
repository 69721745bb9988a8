import type { ContestResults, Selection } from '../portal/wire'
import { ranked } from '../portal/elections/results'

/** Who is ahead, as many as are elected; nobody where the last place is tied or nothing is counted. Who is marked as a winner goes before what was counted. */
export function ahead(contest: ContestResults): Selection[] {
  const marked = contest.selections.filter((selection) => selection.post_election_status === 'winner')
  if (marked.length > 0) return marked
  const seats = contest.kind === 'candidate' || contest.kind === 'party' ? Math.max(1, contest.number_elected) : 1
  const order = ranked(contest.selections)
  const first = order.slice(0, seats).filter((selection) => selection.votes > 0)
  const last = first.at(-1)
  return last && last.votes === order[seats]?.votes ? first.filter((selection) => selection.votes > last.votes) : first
}
