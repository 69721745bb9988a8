import { describe, expect, it } from 'vitest'
import { everyPage } from '../src/api/everyPage'
import type { Attendance } from '../src/pages/meetings/attendance'
import { countsFrom } from '../src/pages/meetings/CountFields'
import type { Membership, PersonVote } from '../src/pages/meetings/deliberation'
import type { Line, Minutes } from '../src/pages/meetings/meetings'
import { linesOf, stepsOf } from '../src/pages/meetings/minutes'
import { calledOf, castOf, optionOf, rollOf } from '../src/pages/meetings/roll'
import { isRecord, viewFrom } from '../src/pages/meetings/Views'

const member = (name: string, official_id?: string) => ({ person_name: name, official_id }) as Membership
const attended = (name: string, status: Attendance['status'], official_id?: string) => ({ person_name: name, status, official_id }) as Attendance
const voted = (name: string, option: PersonVote['option'], more: Partial<PersonVote> = {}) => ({ voter_name: name, option, weight: 1, ...more }) as PersonVote
const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const everything = () => true
const line = (id: string, order: number) => ({ id, order }) as Line
const view = (query: string) => viewFrom(new URLSearchParams(query))
const pages = (count: number) => {
  const asked: (string | undefined)[] = []
  const read = (after: string | undefined) => {
    asked.push(after)
    return Promise.resolve({ items: [asked.length], next: asked.length < count ? `p${asked.length}` : null })
  }
  return { asked, read }
}

describe('a roll', () => {
  const members = [member('Chen', 'c'), member('Alvarez', 'a'), member('Boone')]

  it('calls the members of that day by name, and proposes who was away', () => {
    const roll = rollOf(members, [attended('Chen', 'absent', 'c'), attended('Boone', 'excused'), attended('Novak', 'present')], [])
    expect(roll.map(({ voter_name, option }) => [voter_name, option])).toEqual([
      ['Alvarez', null],
      ['Boone', 'excused'],
      ['Chen', 'absent'],
    ])
  })

  it('keeps what was recorded, somebody who is no member and the weight of a vote too', () => {
    const roll = rollOf(members, [attended('Chen', 'absent', 'c')], [voted('A. Alvarez', 'yes', { official_id: 'a' }), voted('Diaz', 'no', { weight: 2, note: 'by proxy' })])
    expect(castOf(roll)).toEqual([
      { official_id: 'a', voter_name: 'A. Alvarez', option: 'yes', weight: 1 },
      { voter_name: 'Diaz', option: 'no', weight: 2, note: 'by proxy' },
    ])
    expect(roll.find(({ voter_name }) => voter_name === 'Chen')?.option).toBeNull()
    expect(calledOf(roll)).toBe(2)
  })

  it('calls those who were noted at the meeting where no members are known', () => {
    expect(rollOf([], [attended('Novak', 'present'), attended('Ito', 'absent')], []).map(({ voter_name, option }) => [voter_name, option])).toEqual([
      ['Ito', 'absent'],
      ['Novak', null],
    ])
  })

  it('is called by digits, and a vote is taken back by Delete', () => {
    expect(['1', '2', '3', '8'].map(optionOf)).toEqual(['yes', 'no', 'abstain', 'other'])
    expect([optionOf('Delete'), optionOf('Backspace')]).toEqual([null, null])
    expect(['0', '9', '12', 'a', 'Tab', 'ArrowDown'].map(optionOf)).toEqual(Array.from({ length: 6 }))
  })
})

describe('announced numbers', () => {
  it('are those that somebody named, zero too', () => {
    expect(countsFrom(form({ yes: '4', no: '0', abstain: ' ' }))).toEqual({ yes: 4, no: 0 })
  })

  it('are nothing where nobody named any: a voice vote has only its outcome', () => {
    expect(countsFrom(form({ yes: '', no: '' }))).toBeNull()
  })
})

describe('minutes on their way to the public', () => {
  const [writer, reader] = [(word: string) => word === 'governance.write', () => false]

  it('are begun, reviewed by one and published by another', () => {
    expect(stepsOf(null, everything, 'me')).toEqual(['begin'])
    expect(stepsOf({ status: 'draft' }, everything, 'me')).toEqual(['review', 'delete'])
    expect(stepsOf({ status: 'reviewed', reviewed_by: 'me' }, everything, 'me')).toEqual(['unreview'])
    expect(stepsOf({ status: 'reviewed', reviewed_by: 'somebody' }, everything, 'me')).toEqual(['publish', 'unreview'])
    expect(stepsOf({ status: 'published', reviewed_by: 'somebody' }, everything, 'me')).toEqual(['withdraw'])
  })

  it('offer nothing that somebody may not do', () => {
    expect(stepsOf({ status: 'reviewed', reviewed_by: 'somebody' }, writer, 'me')).toEqual(['unreview'])
    expect(stepsOf({ status: 'published' }, writer, 'me')).toEqual([])
    expect(stepsOf(null, reader, 'me')).toEqual([])
  })

  it('have their lines in their own order, whatever heading they stand under', () => {
    const minutes = { summary: [line('b', 1)], decisions: [line('a', 0)], action_items: [line('d', 3)], contributions: [{ speaker: 'Chen', lines: [line('c', 2)] }] } as unknown as Minutes
    expect(linesOf(minutes).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('the part of a meeting', () => {
  it('is in the address; a link to turns asks for the transcript', () => {
    expect(['', 'view=motions', 'turn=4', 'view=minutes&turn=4', 'view=nothing', 'view=toString'].map(view)).toEqual(['minutes', 'motions', 'transcript', 'minutes', 'minutes', 'minutes'])
    expect([isRecord('minutes'), isRecord('transcript'), isRecord('agenda')]).toEqual([true, true, false])
  })
})

describe('a list that is read whole', () => {
  it('goes on until there is no next page', async () => {
    const { asked, read } = pages(3)
    expect(await everyPage(read)).toEqual([1, 2, 3])
    expect(asked).toEqual([undefined, 'p1', 'p2'])
  })

  it('has an end all the same', async () => {
    const { asked, read } = pages(1000)
    expect(await everyPage(read)).toHaveLength(10)
    expect(asked).toHaveLength(10)
  })
})
