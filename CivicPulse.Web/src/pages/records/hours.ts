import type { Schemas } from '../../api/client'

export type OpeningHours = Schemas['OpeningHours']

const shape = /^(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)(?:\s+(\S+))?$/

/** 2026-11-03 07:00-19:00 America/New_York */
export const hoursAsLine = ({ date, opens, closes, time_zone: zone }: OpeningHours) => [date, `${opens.slice(0, 5)}-${closes.slice(0, 5)}`, zone].filter(Boolean).join(' ')

export function hoursFromLine(line: string): OpeningHours | null {
  const [, date, opens, closes, zone] = shape.exec(line.trim()) ?? []
  return date && opens && closes ? { date, opens: `${opens}:00`, closes: `${closes}:00`, ...(zone ? { time_zone: zone } : {}) } : null
}

export const areHours = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim())
    .every((line) => hoursFromLine(line) !== null)
