import { describe, expect, it } from 'vitest'
import { message } from '../src/i18n/language'
import { luminance, readableOn } from '../src/pages/portal/colours'
import { coloursOf, leadIn, ranked, shareOf, strength, totalOf } from '../src/pages/portal/elections/results'
import { clock, momentOf } from '../src/pages/portal/meetings/seconds'
import { nowAndBefore } from '../src/pages/portal/officials/terms'
import { linkOf } from '../src/pages/portal/record/Contact'
import { feedAddress, feedsOf, webcalAddress } from '../src/pages/portal/record/feeds'
import { freshness } from '../src/pages/portal/record/freshness'
import { hostOf } from '../src/pages/portal/record/LinkList'
import { jurisdictionIn } from '../src/pages/portal/representatives/divisions'
import { divisionParts, levels, placeFrom, placeQuery } from '../src/pages/portal/representatives/places'
import type { ContestResults, Seat } from '../src/pages/portal/wire'
import { sizeIn } from '../src/pages/records/attached'
import { inOrder } from '../src/ui/inOrder'

const now = new Date('2026-07-01T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()

describe('how fresh a record is', () => {
  it('is fresh for thirty days and old from a hundred and eighty', () => {
    expect([0, 29, 30, 179, 180, 4000].map((days) => freshness(daysAgo(days), now).state)).toEqual(['fresh', 'fresh', 'ageing', 'ageing', 'old', 'old'])
  })

  it('is unknown where no source confirmed it, and never in the future', () => {
    expect(freshness(null, now)).toEqual({ state: 'unknown', days: null })
    expect(freshness(undefined, now).state).toBe('unknown')
    expect(freshness('yesterday', now).state).toBe('unknown')
    expect(freshness(daysAgo(-3), now)).toEqual({ state: 'fresh', days: 0 })
  })
})

describe('the feeds of a page', () => {
  it('have whole addresses', () => {
    expect(feedAddress(feedsOf.body('city-council-1'), 'rss', 'https://town.example')).toBe('https://town.example/api/v1/portal/bodies/city-council-1/feed.rss')
    expect(feedAddress(feedsOf.body('a/b'), 'json', 'https://town.example')).toBe('https://town.example/api/v1/portal/bodies/a%2Fb/feed.json')
    expect(feedAddress(feedsOf.meetings('roof & walls'), 'atom', '')).toBe('/api/v1/portal/meetings/feed.atom?q=roof+%26+walls')
    expect(feedAddress(feedsOf.topic('Zoning'), 'ics', '')).toBe('/api/v1/portal/meetings/feed.ics?topic=Zoning')
  })

  it('are subscribed to with webcal, whether or not the page is encrypted', () => {
    expect(webcalAddress(feedsOf.meetings(), 'https://town.example')).toBe('webcal://town.example/api/v1/portal/meetings/feed.ics')
    expect(webcalAddress(feedsOf.body('council'), 'http://town.localhost:5080')).toBe('webcal://town.localhost:5080/api/v1/portal/bodies/council/feed.ics')
  })
})

const selection = (id: string, votes: number, party_color?: string) =>
  ({ id, name: id, votes, percent: 0, is_incumbent: false, is_write_in: false, ...(party_color ? { party_color } : {}) }) as ContestResults['selections'][number]
const contest = { id: 'c', slug: 'c', name: 'Mayor', kind: 'candidate', number_elected: 1, votes: 40, selections: [selection('a', 10), selection('b', 30, '#123456'), selection('c', 0)] } as ContestResults
const order = [{ id: 'b' }, { id: 'a' }]
const lead = (...votes: (number | null)[]) => leadIn({ id: 'u', name: 'Ward 1', votes }, order, contest)

describe('a result', () => {
  it('has shares that are parts of the whole, and none of nothing', () => {
    expect(totalOf(contest.selections)).toBe(40)
    expect(contest.selections.map(({ votes }) => shareOf(votes, 40))).toEqual([0.25, 0.75, 0])
    expect(shareOf(0, 0)).toBe(0)
  })

  it('is told with the most votes first and changes nothing', () => {
    expect(ranked(contest.selections).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    expect(contest.selections[0]!.id).toBe('a')
  })

  it('knows who is ahead in a place, and that nobody is in a tie', () => {
    expect(lead(2, 6)).toMatchObject({ selection: { id: 'a' }, share: 0.75, total: 8 })
    expect(lead(4, 4).selection).toBeNull()
    expect(lead(0, null)).toEqual({ selection: null, share: 0, total: 0 })
    expect(lead()).toEqual({ selection: null, share: 0, total: 0 })
  })

  it('is coloured with the party’s colour, else with one of ours, and no two alike', () => {
    const colours = coloursOf(contest)
    expect(colours.get('b')).toBe('#123456')
    expect(new Set(colours.values()).size).toBe(3)
    expect(coloursOf({ ...contest, selections: [selection('a', 1, 'red;x')] }).get('a')).toMatch(/^#[0-9a-f]{6}$/)
  })

  it('has one colour for a party in all contests', () => {
    const [lantern, farmers, winning] = [selection('a', 2), selection('b', 1), selection('c', 3)]
    lantern.party_name = winning.party_name = 'Lantern'
    farmers.party_name = 'Farmers'
    const [first, second] = [coloursOf({ ...contest, selections: [lantern, farmers] }), coloursOf({ ...contest, selections: [winning, farmers] })]
    expect(second.get('c')).toBe(first.get('a'))
    expect(second.get('b')).toBe(first.get('b'))
  })

  it('is stronger where the share is larger, within bounds', () => {
    expect([0, 0.4, 0.6, 1].map(strength)).toEqual([0.25, expect.closeTo(0.333, 2), expect.closeTo(0.777, 2), 0.95])
  })
})

const seat = (division_id: string) => ({ body_slug: 'b', body_name: 'B', label: division_id, role: 'r', division_id, holders: [] }) as Seat
const term = (start_date: string | null, end_date: string | null, post_label: string | null = null) => ({ start_date, end_date, post_label })

describe('a place that somebody asks about', () => {
  it('is read back from its address as it was written', () => {
    for (const place of [{ address: '1 Main Street, Macon' }, { divisions: ['ocd-division/country:us/state:ga/cd:5', 'ocd-division/country:us/state:ga'] }])
      expect(placeFrom(new URLSearchParams(placeQuery(place)))).toEqual(place)
  })

  it('is kept no more exactly than a district needs', () => {
    expect(placeQuery({ lat: 32.840712, lon: -83.632399 })).toBe('lat=32.841&lon=-83.632')
  })

  it('is nothing where nothing was named', () => {
    for (const query of ['', 'address=+', 'lat=1', 'lat=x&lon=2', 'division_id=javascript:1']) expect(placeFrom(new URLSearchParams(query))).toBeNull()
  })

  it('has its seats by level, the nearest first', () => {
    const found = levels(['ocd-division/country:us', 'ocd-division/country:us/state:ga/cd:5', 'ocd-division/country:us/state:ga', 'ocd-division/country:us'].map(seat))
    expect(found.map(({ divisionId, seats }) => [divisionParts(divisionId).type, seats.length])).toEqual([['cd', 1], ['state', 1], ['country', 2]])
  })
})

describe('small things', () => {
  it('are told in few signs', () => {
    expect([5, 65, 3725].map(clock)).toEqual(['0:05', '1:05', '1:02:05'])
    expect(hostOf('https://www.town.example/clerk/')).toBe('town.example/clerk')
    expect(hostOf(`https://town.example/${'a'.repeat(100)}`)).toHaveLength(60)
  })

  it('open a recording at its second', () => {
    expect(momentOf('https://www.youtube.com/watch?v=x', 65)).toBe('https://www.youtube.com/watch?v=x&t=65s')
    expect(momentOf('https://video.town.example/a.mp4', 65)).toBe('https://video.town.example/a.mp4#t=65')
  })

  it('link what a phone or a mail program can open, and nothing else', () => {
    expect(linkOf('voice', '(202) 555-0100')).toBe('tel:2025550100')
    expect(linkOf('email', 'clerk@town.example')).toBe('mailto:clerk@town.example')
    expect(linkOf('url', 'javascript:alert(1)')).toBeUndefined()
    expect(linkOf('address', '1 Main Street')).toBeUndefined()
  })

  it('keep words readable on any colour', () => {
    expect(readableOn('#14324a')).toBe('#ffffff')
    expect(readableOn('#ffe14d')).toBe('#10171d')
    expect(luminance('#ffffff')).toBeCloseTo(1)
    expect(luminance('blue')).toBeNull()
  })

  it('tell terms that are over from those that hold, offices before committees', () => {
    const { now: held, before } = nowAndBefore([term(null, null), term('2025-01-03', '2027-01-03', 'Seat'), term('2023', '2025-01-03', 'Seat')], '2026-07-01')
    expect(held.map(({ post_label }) => post_label)).toEqual(['Seat', null])
    expect(before).toHaveLength(1)
    expect(nowAndBefore([term(null, '2026-07-01')], '2026-07-01').now).toHaveLength(0)
  })
})

const words = (key: Parameters<typeof message>[1], values?: Record<string, string>) => message('en', key, values)

describe('an organization in words', () => {
  it('has a jurisdiction that people can read', () => {
    expect(jurisdictionIn(words, 'ocd-jurisdiction/country:us/state:ga/government')).toBe('State: GA')
    expect(jurisdictionIn(words, 'ocd-jurisdiction/country:us/state:ga/place:peachtree_city/government')).toBe('City or town: Peachtree city')
    expect(jurisdictionIn(words, 'City of Riverton')).toBe('City of Riverton')
  })

  it('has its seats in the order in which people count', () => {
    expect(inOrder(['District 10', 'District 2', 'At large', 'District 1'], (label) => label)).toEqual(['At large', 'District 1', 'District 2', 'District 10'])
  })

  it('tells how large a file is', () => {
    expect(sizeIn('en', 20)).toBe('20 bytes')
    expect(sizeIn('en', 1536)).toBe('1.5 kB')
    expect(sizeIn('en', 5_500_000)).toBe('5.2 MB')
  })

  it('feeds its matters to readers, but not to calendars', () => {
    expect(feedAddress(feedsOf.matters('Parks & pools'), 'atom', 'https://town.example')).toBe('https://town.example/api/v1/portal/matters/feed.atom?subject=Parks+%26+pools')
    expect(feedAddress(feedsOf.matter('ord-12'), 'rss', 'https://town.example')).toBe('https://town.example/api/v1/portal/matters/ord-12/feed.rss')
    expect([feedsOf.matters().undated, feedsOf.meetings().undated]).toEqual([true, undefined])
  })
})
