import { describe, expect, it } from 'vitest'
import { markedParagraphs } from '../src/ui/quotes'
import { speakerOf } from '../src/pages/meetings/Speaker'
import { linkToTurns, pageStart, spanFrom, within } from '../src/pages/meetings/turns'

const spanOf = (query: string) => spanFrom(new URLSearchParams(query))

describe('a link to turns', () => {
  it('is read back as it was written', () => {
    const link = new URL(linkToTurns('m1', 12, 14), 'http://civicpulse.example')
    expect(link.pathname).toBe('/meetings/m1')
    expect(spanFrom(link.searchParams)).toEqual({ first: 12, last: 14 })
  })

  it('names one turn when there is one', () => {
    expect(linkToTurns('m1', 12, 12)).toBe('/meetings/m1?turn=12')
    expect(spanOf('turn=12')).toEqual({ first: 12, last: 12 })
    expect(spanOf('turn=0')).toEqual({ first: 0, last: 0 })
  })

  it('ignores what is no turn', () => {
    expect(spanOf('')).toBeNull()
    expect(spanOf('turn=')).toBeNull()
    expect(spanOf('turn=-1')).toBeNull()
    expect(spanOf('turn=12abc')).toBeNull()
    expect(spanOf('turn=12&to=3')).toEqual({ first: 12, last: 12 })
  })

  it('covers its first and last turn and nothing else', () => {
    expect([11, 12, 14, 15].map((turn) => within({ first: 12, last: 14 }, turn))).toEqual([false, true, true, false])
    expect(within(null, 0)).toBe(false)
  })

  it('loads the page that holds the turn', () => {
    expect([0, 99, 100, 357].map(pageStart)).toEqual([0, 0, 100, 300])
  })
})

describe('who said a sentence', () => {
  it('is what stands before the quote', () => {
    expect(speakerOf('Chair Alvarez: All in favor say aye.', 'All in favor say aye.')).toEqual(['Chair Alvarez', 'All in favor say aye.'])
  })

  it('is not guessed from a colon', () => {
    expect(speakerOf('The vote: five to zero.', 'five to zero')).toBeNull()
    expect(speakerOf('Five to zero.', 'Five to zero.')).toBeNull()
    expect(speakerOf('Decided by all, five to zero.', 'five to zero.')).toBeNull()
  })
})

describe('a quote in a document', () => {
  it('is marked once, however its lines are broken', () => {
    const marked = markedParagraphs('First.\n\nThe roof costs\nforty (40) thousand.\n\nThe roof costs forty (40) thousand.', 'costs forty (40)')
    expect(marked.map((paragraph) => paragraph.marked)).toEqual(['', 'costs\nforty (40)', ''])
    expect(marked[1]).toMatchObject({ before: 'The roof ', after: ' thousand.' })
  })

  it('leaves the text alone when it is not there', () => {
    expect(markedParagraphs('One.\n\nTwo.', 'Three.').map((paragraph) => paragraph.before)).toEqual(['One.', 'Two.'])
    expect(markedParagraphs('One.', null)).toEqual([{ before: 'One.', marked: '', after: '' }])
  })
})
