import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'

export type Correction = Schemas['CorrectionDetail']

export function useCorrections(open: boolean) {
  return useInfiniteQuery({
    queryKey: ['corrections', open],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/v1/corrections', { params: { query: { after: pageParam, limit: 25, ...(open ? { state: 'open' as const } : { 'state[ne]': 'open' as const }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useResolve(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ResolveCorrection']) => bodyOf(api.PUT('/api/v1/corrections/{id}/resolution', { params: { path: { id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['corrections'] }),
  })
}

/** Where the staff changes the record that was complained about. */
export function placeOf({ kind, record_id: id }: Pick<Correction, 'kind' | 'record_id'>): string | null {
  if (kind === 'body') return `/bodies/${id}`
  return kind === 'official' || kind === 'meeting' ? `/${kind}s/${id}` : null
}
