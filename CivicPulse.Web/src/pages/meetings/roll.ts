import type { Schemas } from '../../api/client'
import type { Attendance } from './attendance'
import type { Membership, PersonVote } from './deliberation'

export type Option = Exclude<Schemas['VoteOption'], null>
/** In the order of their keys, 1 to 8. */
export const options = ['yes', 'no', 'abstain', 'absent', 'excused', 'not_voting', 'paired', 'other'] as const satisfies readonly Option[]

/** One name on the roll; without an option nothing is kept of them. */
export type Ballot = { key: string; official_id?: string; voter_name: string; option: Option | null; weight: number; note?: string }

type Someone = { official_id?: string | null; voter_name: string }

const keyOf = ({ official_id, voter_name }: Someone) => official_id ?? voter_name

const ballotOf = (who: Someone, option: Option | null): Ballot => ({
  key: keyOf(who),
  ...(who.official_id ? { official_id: who.official_id } : {}),
  voter_name: who.voter_name,
  option,
  weight: 1,
})

/** Who is called: the members of that day, and everybody whose vote is there already. Where no members are known, those who were noted at the meeting. */
export function rollOf(members: readonly Membership[], attendances: readonly Attendance[], votes: readonly PersonVote[]): Ballot[] {
  const away = new Map(attendances.filter(({ status }) => status === 'absent' || status === 'excused').map((one) => [keyOf({ ...one, voter_name: one.person_name }), one.status as Option]))
  const roll = new Map<string, Ballot>()
  for (const { official_id, person_name } of members.length > 0 ? members : attendances) {
    const who = { official_id: official_id ?? null, voter_name: person_name }
    // What was recorded says more than who was away: it is only proposed before the first vote is kept.
    roll.set(keyOf(who), ballotOf(who, votes.length > 0 ? null : (away.get(keyOf(who)) ?? null)))
  }
  for (const { official_id, voter_name, option, weight, note } of votes) {
    const kept = ballotOf({ official_id: official_id ?? null, voter_name }, option ?? 'other')
    roll.set(kept.key, { ...kept, weight, ...(note ? { note } : {}) })
  }
  return [...roll.values()].toSorted((one, other) => one.voter_name.localeCompare(other.voter_name))
}

/** What is sent: the whole roll, without those who have no vote. */
export function castOf(roll: readonly Ballot[]): Schemas['CastVote'][] {
  return roll.flatMap(({ official_id, voter_name, option, weight, note }) => (option ? [{ ...(official_id ? { official_id } : {}), voter_name, option, weight, ...(note ? { note } : {}) }] : []))
}

/** A digit chooses an option, Delete and Backspace take it back, everything else is no choice. */
export function optionOf(key: string): Option | null | undefined {
  if (key === 'Delete' || key === 'Backspace') return null
  return /^[1-8]$/.test(key) ? options[Number(key) - 1] : undefined
}

export const calledOf = (roll: readonly Ballot[]) => roll.filter(({ option }) => option !== null).length
