import { useInfiniteQuery } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { electionsKey, useElectionChange } from './elections'

export type PollingPlace = Schemas['PollingPlaceDetail']

export function usePollingPlaces(electionId: string) {
  return useInfiniteQuery({
    queryKey: [electionsKey, electionId, 'places'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/polling-places', { params: { query: { election_id: electionId, after: pageParam, limit: 20 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useSavePlace(electionId: string, id?: string) {
  return useElectionChange((changed: Record<string, unknown>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/polling-places/{id}', { params: { path: { id } }, body: changed as Schemas['ChangePollingPlace'] }))
      : bodyOf(api.POST('/api/v1/polling-places', { body: { ...changed, election_id: electionId } as Schemas['CreatePollingPlace'] })),
  )
}

export function useDeletePlace() {
  return useElectionChange((id: string) => api.DELETE('/api/v1/polling-places/{id}', { params: { path: { id } } }))
}
