import type { MessageKey } from '../../i18n/en'
import { areHours } from '../records/hours'
import type { FieldSpec } from '../records/fields'
import { isLocked, type Election } from './elections'
import { contestKinds, deadlineKinds, electionTypes, measureTypes, outcomes, phases, standings, variations } from './words'
import type { Contest, Party } from './contests'

type Words = (key: MessageKey) => string

const links: FieldSpec[] = [
  { name: 'links', label: 'field.links', kind: 'links', hint: 'records.linksHint' },
  { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
]
const division: FieldSpec = { name: 'division_id', label: 'records.division', kind: 'text', hint: 'records.divisionHint' }

/** The day and the status of an election whose results are certified stay as they are. */
export function electionFields(t: Words, election: Election | null): FieldSpec[] {
  const open: FieldSpec[] = [
    { name: 'date', label: 'field.date', kind: 'day', required: true },
    { name: 'status', label: 'ballots.status', kind: 'choice', hint: 'ballots.statusHint', choices: phases.map((phase) => [phase, t(`elections.status.${phase}`)]) },
  ]
  return [
    { name: 'name', label: 'field.name', kind: 'text', required: true },
    ...(election && isLocked(election) ? [] : open),
    { name: 'election_type', label: 'field.classification', kind: 'choice', required: true, choices: electionTypes.map((type) => [type, t(`election.${type}`)]) },
    { name: 'is_statewide', label: 'ballots.statewide', kind: 'yes-no' },
    { ...division, label: 'ballots.where' },
    { name: 'has_election_day_registration', label: 'ballots.sameDay', kind: 'yes-no' },
    { name: 'registration_info', label: 'elections.registrationInfo', kind: 'text', hint: 'meeting.urlHint' },
    { name: 'absentee_info', label: 'elections.absenteeInfo', kind: 'text', hint: 'meeting.urlHint' },
    { name: 'results_uri', label: 'elections.resultsUri', kind: 'text', hint: 'meeting.urlHint' },
    ...links,
  ]
}

export const deadlineFields = (t: Words): FieldSpec[] => [
  { name: 'kind', label: 'field.classification', kind: 'choice', required: true, choices: deadlineKinds.map((kind) => [kind, t(`deadline.${kind}`)]) },
  { name: 'label', label: 'ballots.label', kind: 'text', hint: 'ballots.labelHint' },
  { name: 'date', label: 'field.date', kind: 'day', required: true },
  { name: 'time', label: 'ballots.time', kind: 'time', hint: 'ballots.timeHint' },
  { name: 'note', label: 'records.note', kind: 'long' },
]

const seats: FieldSpec = { name: 'number_elected', label: 'ballots.seats', kind: 'number' }
const office: FieldSpec[] = [
  { name: 'office', label: 'ballots.office', kind: 'text', hint: 'ballots.officeHint' },
  { name: 'district', label: 'ballots.district', kind: 'text' },
]

/** What an added contest begins with; its kind is told once. */
export const newContestFields = (t: Words): FieldSpec[] => [
  { name: 'name', label: 'field.name', kind: 'text', required: true },
  { name: 'kind', label: 'field.classification', kind: 'choice', required: true, choices: contestKinds.map((kind) => [kind, t(`contest.${kind}`)]) },
  ...office,
  seats,
]

export function contestFields(t: Words, kind: Contest['kind'], parties: readonly Party[]): FieldSpec[] {
  const variation: FieldSpec = { name: 'vote_variation', label: 'ballots.variation', kind: 'choice', choices: variations.map((one) => [one, t(`variation.${one}`)]) }
  const asked: FieldSpec[] = [
    { name: 'ballot_title', label: 'ballots.ballotTitle', kind: 'long' },
    { name: 'summary_text', label: 'ballots.summary', kind: 'long' },
    { name: 'full_text', label: 'ballots.fullText', kind: 'long' },
    { name: 'pro_statement', label: 'stance.for', kind: 'long' },
    { name: 'con_statement', label: 'stance.against', kind: 'long' },
    { name: 'passage_threshold', label: 'ballots.threshold', kind: 'text', hint: 'ballots.thresholdHint' },
    { name: 'effect_of_abstain', label: 'ballots.abstain', kind: 'text' },
  ]
  const own: Record<Contest['kind'], FieldSpec[]> = {
    candidate: [...office, seats, { name: 'votes_allowed', label: 'ballots.votesAllowed', kind: 'number' }, variation, primary(parties), { name: 'has_rotation', label: 'ballots.rotation', kind: 'yes-no' }],
    party: [...office, seats, { name: 'votes_allowed', label: 'ballots.votesAllowed', kind: 'number' }, variation],
    retention: [{ name: 'incumbent', label: 'ballots.incumbent', kind: 'text' }, ...office, ...asked],
    ballot_measure: [{ name: 'measure_type', label: 'ballots.measureType', kind: 'choice', choices: measureTypes.map((one) => [one, t(`measure.${one}`)]) }, variation, ...asked],
  }
  return [
    { name: 'name', label: 'field.name', kind: 'text', required: true },
    ...own[kind],
    { ...division, label: 'ballots.voters' },
    { name: 'sequence_order', label: 'ballots.order', kind: 'number' },
    ...links,
  ]
}

const primary = (parties: readonly Party[]): FieldSpec => ({ name: 'primary_party_id', label: 'ballots.primary', kind: 'choice', choices: parties.map(({ id, name }) => [id, name]) })

/** Whoever stands has a party and a past; an answer to a question only a name. */
export function selectionFields(t: Words, kind: Contest['kind'], parties: readonly Party[]): FieldSpec[] {
  const party: FieldSpec = { name: 'party_id', label: 'field.party', kind: 'choice', choices: parties.map(({ id, name }) => [id, name]) }
  const person: FieldSpec[] = [
    party,
    { name: 'person_name', label: 'ballots.person', kind: 'text', hint: 'ballots.personHint' },
    { name: 'is_incumbent', label: 'ballots.isIncumbent', kind: 'yes-no' },
    { name: 'is_write_in', label: 'ballots.isWriteIn', kind: 'yes-no' },
    { name: 'pre_election_status', label: 'ballots.standing', kind: 'choice', choices: standings.map((one) => [one, t(`standing.${one}`)]) },
  ]
  return [
    { name: 'name', label: 'ballots.onBallot', kind: 'text', required: true },
    ...(kind === 'candidate' ? person : kind === 'party' ? [party] : []),
    { name: 'post_election_status', label: 'ballots.outcome', kind: 'choice', hint: 'ballots.outcomeHint', choices: outcomes.map((one) => [one, t(`outcome.${one}`)]) },
    { name: 'sequence_order', label: 'ballots.order', kind: 'number' },
    { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
  ]
}

export const placeFields: FieldSpec[] = [
  { name: 'name', label: 'field.name', kind: 'text', required: true },
  { name: 'address_lines', label: 'ballots.address', kind: 'lines' },
  { name: 'hours', label: 'ballots.hours', kind: 'hours', hint: 'ballots.hoursHint', check: { fits: areHours, words: 'ballots.hoursWrong' } },
  { name: 'is_early_voting', label: 'elections.earlyVoting', kind: 'yes-no' },
  { name: 'is_drop_box', label: 'elections.dropBox', kind: 'yes-no' },
  { name: 'directions', label: 'ballots.directions', kind: 'long' },
  { name: 'latitude', label: 'ballots.latitude', kind: 'number' },
  { name: 'longitude', label: 'ballots.longitude', kind: 'number' },
  { name: 'precincts', label: 'ballots.precincts', kind: 'lines', hint: 'records.linesHint' },
  { name: 'divisions', label: 'ballots.divisions', kind: 'lines', hint: 'ballots.divisionsHint' },
  { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
]

export const partyFields: FieldSpec[] = [
  { name: 'name', label: 'field.name', kind: 'text', required: true },
  { name: 'abbreviation', label: 'ballots.abbreviation', kind: 'text' },
  { name: 'color', label: 'ballots.colour', kind: 'text', hint: 'ballots.colourHint', check: { fits: (text) => /^[0-9a-f]{6}$/.test(text), words: 'ballots.colourWrong' } },
]
