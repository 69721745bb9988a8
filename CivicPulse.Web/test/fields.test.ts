import { describe, expect, it } from 'vitest'
import { areHours, hoursAsLine, hoursFromLine } from '../src/pages/records/hours'
import { changes, firstWrong, fromText, here, lasting, toText, type FieldSpec } from '../src/pages/records/fields'

const spec = (name: string, kind: FieldSpec['kind']): FieldSpec => ({ name, kind, label: 'field.name' })
const specs = [spec('name', 'text'), spec('links', 'links'), spec('contact_details', 'contact'), spec('other_names', 'lines')]
const record = {
  name: 'City council',
  links: [{ url: 'https://town.example', note: 'the town’s page' }, { url: 'https://council.example' }],
  contact_details: [{ type: 'voice', value: '202-555-0100' }],
  other_names: ['Council', 'Town council'],
}
const shown = (name: string) => toText(specs.find((one) => one.name === name)!, record[name as keyof typeof record])

describe('a record in a form', () => {
  it('comes back as it went in', () => {
    for (const one of specs) expect(fromText(one, shown(one.name)), one.name).toEqual(record[one.name as keyof typeof record])
  })

  it('sends nothing when nothing was changed: what is sent is locked', () => {
    expect(changes(specs, record, shown)).toEqual({})
    expect(changes(specs, record, (name) => shown(name).replaceAll('\n', '\r\n'))).toEqual({})
  })

  it('sends only what was changed, and an emptied field as empty', () => {
    expect(changes(specs, record, (name) => (name === 'name' ? 'Council ' : shown(name)))).toEqual({ name: 'Council' })
    expect(changes(specs, record, (name) => (name === 'links' ? '' : shown(name)))).toEqual({ links: [] })
  })

  it('keeps a way to reach somebody that has no kind', () => {
    expect(fromText(spec('contact_details', 'contact'), 'ring the bell')).toEqual([{ type: 'other', value: 'ring the bell' }])
  })

  it('leaves out what a new record says nothing about', () => {
    expect(changes(specs, null, (name) => (name === 'name' ? 'Library board' : ''))).toEqual({ name: 'Library board' })
  })

  it('has an instant by the clock of this place, and gives the same instant back', () => {
    const start = spec('start_date', 'moment')
    const instant = '2026-03-02T18:30:00.000Z'
    expect(toText(start, instant)).toBe(here(instant))
    expect(fromText(start, here(instant))).toBe(instant)
    expect(changes([start], { start_date: '2026-03-02T18:30:00+00:00' }, () => here(instant))).toEqual({})
  })

  it('says nothing of a day, an instant or a choice that is left empty', () => {
    for (const kind of ['day', 'moment', 'choice'] as const) expect(fromText(spec('x', kind), ''), kind).toBeNull()
    expect(fromText(spec('x', 'day'), '2026-03-02')).toBe('2026-03-02')
    expect(fromText(spec('x', 'choice'), 'passed')).toBe('passed')
  })

  it('has numbers, times, and yes or no as the wire has them', () => {
    const kinds = [
      ['number', 0, '0'],
      ['number', -84.39, '-84.39'],
      ['time', '23:59:00', '23:59'],
      ['yes-no', false, 'false'],
      ['yes-no', true, 'true'],
    ] as const
    for (const [kind, value, text] of kinds) {
      expect(toText(spec('x', kind), value), kind).toBe(text)
      expect(fromText(spec('x', kind), text), kind).toBe(value)
      expect(fromText(spec('x', kind), ''), kind).toBeNull()
    }
  })

  it('does not offer to take back what can only be changed', () => {
    const [status, day, note] = lasting([spec('status', 'choice'), spec('date', 'day'), spec('note', 'long')], { status: 'held', note: 'x' })
    expect([status!.required, day!.required, note!.required]).toEqual([true, undefined, undefined])
  })

  it('names the first field that is missing or not as it must be', () => {
    const asked = [{ ...spec('name', 'text'), required: true }, { ...spec('hours', 'hours'), check: { fits: areHours, words: 'ballots.hoursWrong' as const } }]
    const wrong = (texts: Record<string, string>) => firstWrong(asked, (name) => texts[name] ?? '')
    expect(wrong({ name: ' ' })).toEqual({ name: 'name', words: 'records.required' })
    expect(wrong({ name: 'Library', hours: 'tomorrow' })).toEqual({ name: 'hours', words: 'ballots.hoursWrong' })
    expect(wrong({ name: 'Library' })).toBeNull()
  })
})

describe('opening hours', () => {
  const hours = { date: '2026-11-03', opens: '07:00:00', closes: '19:00:00', time_zone: 'America/New_York' }

  it('are a line that is read back as it was written', () => {
    expect(hoursAsLine(hours)).toBe('2026-11-03 07:00-19:00 America/New_York')
    expect(hoursFromLine(hoursAsLine(hours))).toEqual(hours)
    expect(hoursFromLine(' 2026-11-03  07:00 – 19:00 ')).toEqual({ date: '2026-11-03', opens: '07:00:00', closes: '19:00:00' })
  })

  it('are lines of hours and nothing else', () => {
    expect(areHours('2026-11-03 07:00-19:00\n\n2026-11-04 07:00-12:00')).toBe(true)
    for (const text of ['7-19', '2026-11-03', '2026-11-03 07:00', '2026-11-03 07:00-19:00\ntomorrow']) expect(areHours(text), text).toBe(false)
  })
})
