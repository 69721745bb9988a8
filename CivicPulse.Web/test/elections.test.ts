import { describe, expect, it } from 'vitest'
import { electionFields, selectionFields } from '../src/pages/elections/fields'
import { isLocked, type Election } from '../src/pages/elections/elections'
import { ahead } from '../src/pages/elections/results'
import { countChanges, firstWay, votesFrom, type Count } from '../src/pages/elections/contest/counts'
import { unitWords } from '../src/pages/elections/words'
import type { ContestResults, Selection } from '../src/pages/portal/wire'

const choice = (name: string, votes: number, more: Partial<Selection> = {}) => ({ id: name, name, votes, ...more }) as Selection
const contest = (selections: Selection[], more: Partial<ContestResults> = {}) => ({ kind: 'candidate', number_elected: 1, selections, ...more }) as ContestResults
const names = (selections: readonly Selection[]) => selections.map(({ name }) => name)
const count = (selection_id: string, votes: number, count_item_type: Count['count_item_type'] = 'total') => ({ id: `${selection_id}-${count_item_type}`, selection_id, votes, count_item_type }) as Count
const fieldNames = (election: Election | null) => electionFields((key) => key, election).map(({ name }) => name)
const askedOf = (kind: 'candidate' | 'party' | 'ballot_measure') => selectionFields((key) => key, kind, []).map(({ name }) => name)

describe('who is ahead', () => {
  it('is whoever has most, as many as are elected', () => {
    const selections = [choice('a', 5), choice('b', 9), choice('c', 7)]
    expect(names(ahead(contest(selections)))).toEqual(['b'])
    expect(names(ahead(contest(selections, { number_elected: 2 })))).toEqual(['b', 'c'])
    expect(names(ahead(contest(selections, { kind: 'ballot_measure', number_elected: 2 })))).toEqual(['b'])
  })

  it('is nobody for a place that two share, or where nothing is counted', () => {
    expect(ahead(contest([choice('a', 5), choice('b', 5)]))).toEqual([])
    expect(names(ahead(contest([choice('a', 9), choice('b', 5), choice('c', 5)], { number_elected: 2 })))).toEqual(['a'])
    expect(ahead(contest([choice('a', 0), choice('b', 0)]))).toEqual([])
    expect(ahead(contest([]))).toEqual([])
  })

  it('is whoever was marked as a winner, whatever was counted', () => {
    expect(names(ahead(contest([choice('a', 5), choice('b', 5, { post_election_status: 'winner' })])))).toEqual(['b'])
  })
})

describe('counts of a place', () => {
  const counts = [count('a', 120), count('b', 90), count('b', 30, 'early')]

  it('become only what was changed', () => {
    const entered = [['a', '120'], ['b', '91'], ['c', '4']] as const
    expect(countChanges(counts, 'total', entered)).toEqual([
      { selection: 'b', votes: 91, count: 'b-total' },
      { selection: 'c', votes: 4 },
    ])
    expect(countChanges(counts, 'early', [['a', '0'], ['b', '30']])).toEqual([{ selection: 'a', votes: 0 }])
  })

  it('are taken back where a field is emptied, and left where it was empty', () => {
    expect(countChanges(counts, 'total', [['a', ''], ['c', ' ']])).toEqual([{ selection: 'a', votes: null, count: 'a-total' }])
  })

  it('are whole numbers as people write them', () => {
    expect(['0', '1204', '1,204', '1.204.000', '1 204'].map(votesFrom)).toEqual([0, 1204, 1204, 1_204_000, 1204])
    for (const text of ['', 'many', '-1', '1.5', '12,04', '1e3', '2147483648']) expect(votesFrom(text), text).toBeUndefined()
    expect(countChanges(counts, 'total', [['a', 'many']])).toBeNull()
  })

  it('open with all votes together, else with the first way that was counted', () => {
    expect(firstWay(counts)).toBe('total')
    expect(firstWay([count('a', 1, 'provisional'), count('a', 1, 'election_day')])).toBe('election_day')
    expect(firstWay([])).toBe('total')
  })
})

describe('an election that is certified', () => {
  const election = { status: 'certified' } as Election

  it('is locked, and keeps its day and its status', () => {
    expect(isLocked(election)).toBe(true)
    expect(fieldNames(election)).not.toContain('date')
    expect(fieldNames(election)).not.toContain('status')
    expect(fieldNames({ status: 'held' } as Election)).toContain('date')
    expect(fieldNames(null)).toContain('status')
  })
})

describe('the words and places of elections', () => {
  it('asks for party and incumbency only where people stand', () => {
    expect(askedOf('candidate')).toEqual(expect.arrayContaining(['party_id', 'is_incumbent', 'post_election_status']))
    expect(askedOf('party')).toContain('party_id')
    expect(askedOf('ballot_measure')).not.toContain('party_id')
  })

  it('shows a type of unit that has no words of ours as the source has it', () => {
    const language = { t: (key: string) => `<${key}>`, has: (key: string): key is never => key === 'unit.county' }
    expect([unitWords(language, 'county'), unitWords(language, 'school_zone')]).toEqual(['<unit.county>', 'School zone'])
  })
})
