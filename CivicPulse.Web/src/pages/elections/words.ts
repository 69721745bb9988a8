import type { MessageKey } from '../../i18n/en'
import type { Schemas } from '../../api/client'
import { readable } from '../portal/bodies/words'

type Word<Name extends 'VoteVariation' | 'MeasureType' | 'PreElectionStatus' | 'PostElectionStatus' | 'ReportingUnitType'> = NonNullable<Schemas[Name]>
type Language = { t: (key: MessageKey) => string; has: (key: string) => key is MessageKey }

export const electionTypes = ['general', 'primary', 'partisan_primary_open', 'partisan_primary_closed', 'runoff', 'special', 'other'] as const satisfies readonly Schemas['ElectionType'][]
/** What people say of an election; certified it becomes by its certification alone. */
export const phases = ['scheduled', 'held', 'cancelled'] as const satisfies readonly Schemas['ElectionPhase'][]
export const deadlineKinds = [
  'registration', 'absentee_request', 'absentee_return', 'early_voting_start', 'early_voting_end', 'candidate_filing', 'withdrawal', 'certification', 'other',
] as const satisfies readonly Schemas['DeadlineKind'][]
export const contestKinds = ['candidate', 'ballot_measure', 'retention', 'party'] as const satisfies readonly Schemas['ContestKind'][]
export const variations = ['plurality', 'majority', 'n_of_m', 'rcv', 'approval', 'cumulative', 'proportional', 'range', 'borda', 'super_majority', 'other'] as const satisfies readonly Word<'VoteVariation'>[]
export const measureTypes = ['ballot_measure', 'initiative', 'referendum', 'recall', 'other'] as const satisfies readonly Word<'MeasureType'>[]
export const standings = ['filed', 'qualified', 'withdrawn', 'write_in'] as const satisfies readonly Word<'PreElectionStatus'>[]
export const outcomes = ['winner', 'projected_winner', 'advanced_to_runoff', 'defeated', 'withdrawn'] as const satisfies readonly Word<'PostElectionStatus'>[]
export const ways = [
  'total', 'election_day', 'early', 'absentee', 'absentee_mail', 'absentee_in_person', 'absentee_fwab', 'provisional', 'uocava', 'write_in', 'other',
] as const satisfies readonly Schemas['CountItemType'][]
/** Those that count votes most often; imports bring others. */
export const unitTypes = ['precinct', 'county', 'municipality', 'city', 'ward', 'vote_center', 'combined_precinct', 'split_precinct', 'state', 'other'] as const satisfies readonly Word<'ReportingUnitType'>[]

/** The type of a unit in words: ours where there are some, else the source's own. */
export function unitWords({ t, has }: Language, type: string): string {
  const key = `unit.${type}`
  return has(key) ? t(key) : readable(type)
}
