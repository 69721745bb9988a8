export type Freshness = 'fresh' | 'ageing' | 'old' | 'unknown'

const day = 86_400_000
const ageingAfter = 30
const oldAfter = 180

/** How much a date of confirmation is worth today. Without one nobody confirmed it: it was entered by hand. */
export function freshness(lastSeen: string | null | undefined, now: Date): { state: Freshness; days: number | null } {
  const seen = lastSeen ? Date.parse(lastSeen) : Number.NaN
  if (Number.isNaN(seen)) return { state: 'unknown', days: null }
  const days = Math.max(0, Math.floor((now.getTime() - seen) / day))
  return { state: days < ageingAfter ? 'fresh' : days < oldAfter ? 'ageing' : 'old', days }
}
