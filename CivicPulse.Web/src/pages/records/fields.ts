import type { MessageKey } from '../../i18n/en'
import { hoursAsLine, hoursFromLine, type OpeningHours } from './hours'

/** One field of a record as a form has it. What a record has several of is one line each. */
export type FieldSpec = {
  name: string
  label: MessageKey
  kind: 'text' | 'long' | 'lines' | 'links' | 'contact' | 'choice' | 'day' | 'time' | 'moment' | 'number' | 'yes-no' | 'hours'
  hint?: MessageKey
  required?: boolean
  /** What must be so of a text that is not empty, and the words for when it is not. */
  check?: { fits: (text: string) => boolean; words: MessageKey }
  /** For a choice: what is sent, and the words for it. */
  choices?: readonly (readonly [value: string, words: string])[]
}

type Values = Record<string, unknown>

export function toText(spec: FieldSpec, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (spec.kind === 'lines') return (value as string[]).join('\n')
  if (spec.kind === 'links') return (value as { url: string; note?: string | null }[]).map(({ url, note }) => (note ? `${url} ${note}` : url)).join('\n')
  if (spec.kind === 'contact') return (value as { type: string; value: string }[]).map((detail) => `${detail.type}: ${detail.value.replaceAll('\n', ', ')}`).join('\n')
  if (spec.kind === 'moment') return here(String(value))
  if (spec.kind === 'time') return String(value).slice(0, 5)
  if (spec.kind === 'hours') return (value as OpeningHours[]).map(hoursAsLine).join('\n')
  return String(value)
}

export function fromText(spec: FieldSpec, text: string): unknown {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (spec.kind === 'lines') return lines
  if (spec.kind === 'links') return lines.map((line) => cut(line, ' ')).map(([url, note]) => (note ? { url, note } : { url }))
  if (spec.kind === 'contact') return lines.map((line) => cut(line, ':')).map(([type, value]) => (value ? { type: type.toLowerCase(), value } : { type: 'other', value: type }))
  // What is no text has no empty value: nothing is said about it.
  if (spec.kind === 'choice' || spec.kind === 'day') return text || null
  if (spec.kind === 'time') return text ? `${text}:00` : null
  if (spec.kind === 'number') return text.trim() ? Number(text) : null
  if (spec.kind === 'yes-no') return text ? text === 'true' : null
  if (spec.kind === 'hours') return lines.map(hoursFromLine).filter((hours) => hours !== null)
  if (spec.kind === 'moment') return text ? new Date(text).toISOString() : null
  return text.trim()
}

const two = (number: number) => String(number).padStart(2, '0')

/** An instant as the browser's field for date and time has it: by the clock of this place. */
export function here(instant: string): string {
  const at = new Date(instant)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** What has no empty value can be changed but not taken back, so a form does not offer to. */
export function lasting(specs: readonly FieldSpec[], record: Values | null): FieldSpec[] {
  return specs.map((spec) => (['choice', 'day', 'time', 'number', 'yes-no'].includes(spec.kind) && toText(spec, record?.[spec.name]) ? { ...spec, required: true } : spec))
}

/** The first field that cannot be sent as it is, and why. */
export function firstWrong(specs: readonly FieldSpec[], texts: (name: string) => string): { name: string; words: MessageKey } | null {
  for (const { name, required, check } of specs) {
    const text = texts(name).trim()
    if (required && !text) return { name, words: 'records.required' }
    if (text && check && !check.fits(text)) return { name, words: check.words }
  }
  return null
}

/** Only what somebody changed is sent: each changed field is locked against imports. */
export function changes(specs: readonly FieldSpec[], record: Values | null, texts: (name: string) => string): Values {
  const changed = specs.filter((spec) => texts(spec.name).trim().replaceAll('\r\n', '\n') !== toText(spec, record?.[spec.name]).trim())
  return Object.fromEntries(changed.map((spec) => [spec.name, fromText(spec, texts(spec.name).replaceAll('\r\n', '\n'))]))
}

function cut(line: string, at: string): [string, string] {
  const place = line.indexOf(at)
  return place < 0 ? [line, ''] : [line.slice(0, place).trim(), line.slice(place + 1).trim()]
}
