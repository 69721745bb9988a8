import type { Term } from '../wire'

/** A day, a month or a year is over when its end is: the end of a term is the first day on which it no longer holds. */
export const holdsOn = (term: Pick<Term, 'start_date' | 'end_date'>, day: string) => (term.start_date ?? '') <= day && (term.end_date ?? '9999') > day

/** Offices come before the committees that they brought with them. */
export function nowAndBefore<T extends Pick<Term, 'start_date' | 'end_date' | 'post_label'>>(terms: readonly T[], day: string): { now: T[]; before: T[] } {
  const ordered = terms.toSorted((a, b) => Number(!a.post_label) - Number(!b.post_label))
  return { now: ordered.filter((term) => holdsOn(term, day)), before: ordered.filter((term) => !holdsOn(term, day)) }
}
