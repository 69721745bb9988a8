import { useInfiniteQuery } from '@tanstack/react-query'
import { api, bodyOf } from '../../api/client'

export const pageOfTurns = 100

/** A span of turns as links carry it: `?turn=12` or `?turn=12&to=14`. */
export type Span = { first: number; last: number }

export function spanFrom(search: URLSearchParams): Span | null {
  const first = wholeNumber(search.get('turn'))
  if (first === null) return null
  const last = wholeNumber(search.get('to'))
  return { first, last: last !== null && last >= first ? last : first }
}

export function linkToTurns(meetingId: string, first: number, last: number): string {
  return `/meetings/${meetingId}?turn=${first}${last > first ? `&to=${last}` : ''}`
}

export const within = (span: Span | null, turn: number) => span !== null && turn >= span.first && turn <= span.last

/** Where the page that holds a turn begins. */
export const pageStart = (turn: number) => Math.floor(turn / pageOfTurns) * pageOfTurns

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null
}

/** Turns around one place, growing in both directions. */
export function useTurns(meetingId: string, around: number) {
  const start = pageStart(around)
  return useInfiniteQuery({
    queryKey: ['meetings', meetingId, 'turns', start],
    staleTime: Infinity,
    initialPageParam: start,
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/v1/meetings/{meetingId}/transcript/turns', {
          params: { path: { meetingId }, query: { from: pageParam, limit: pageOfTurns } },
        }),
      ),
    getNextPageParam: (page, _pages, from) => (page.next ? from + pageOfTurns : undefined),
    getPreviousPageParam: (_page, _pages, from) => (from > 0 ? from - pageOfTurns : undefined),
  })
}
