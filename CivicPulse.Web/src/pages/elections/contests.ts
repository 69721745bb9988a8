import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { inOrder } from '../../ui/inOrder'
import { electionsKey, useElectionChange } from './elections'

export type Contest = Schemas['ContestDetail']
export type Selection = Schemas['SelectionDetail']
export type Party = Schemas['PartyDetail']

export function useContestList(electionId: string, name: string) {
  return useInfiniteQuery({
    queryKey: [electionsKey, electionId, 'contests', name],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/contests', { params: { query: { election_id: electionId, after: pageParam, limit: 20, 'name[contains]': name || undefined } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useContest(id: string | undefined) {
  return useQuery({ queryKey: [electionsKey, 'contest', id], enabled: id !== undefined, queryFn: () => bodyOf(api.GET('/api/v1/contests/{id}', { params: { path: { id: id! } } })) })
}

export function useAddContest(electionId: string) {
  return useElectionChange((said: Record<string, unknown>) => bodyOf(api.POST('/api/v1/contests', { body: { ...said, election_id: electionId } as Schemas['CreateContest'] })))
}

export function useChangeContest(id: string) {
  return useElectionChange((changed: Record<string, unknown>) => bodyOf(api.PATCH('/api/v1/contests/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeContest'] })))
}

/** Every one, in the order of the ballot. */
export function useSelections(contestId: string) {
  return useQuery({
    queryKey: [electionsKey, 'contest', contestId, 'selections'],
    queryFn: async () => {
      const all = await everyPage((after) => bodyOf(api.GET('/api/v1/contest-selections', { params: { query: { contest_id: contestId, after, limit: 100 } } })))
      return inOrder(all, ({ name }) => name).toSorted((one, other) => one.sequence_order - other.sequence_order)
    },
  })
}

export function useSaveSelection(contestId: string, id?: string) {
  return useElectionChange((changed: Record<string, unknown>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/contest-selections/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeSelection'] }))
      : bodyOf(api.POST('/api/v1/contest-selections', { body: { ...changed, contest_id: contestId } as Schemas['CreateSelection'] })),
  )
}

export function useDeleteSelection() {
  return useElectionChange((id: string) => api.DELETE('/api/v1/contest-selections/{id}', { params: { path: { id } } }))
}

/** Parties are few: a form offers every one. */
export function useParties() {
  return useQuery({
    queryKey: [electionsKey, 'parties'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/parties', { params: { query: { after, limit: 100 } } }))),
  })
}

export function useAddParty() {
  return useElectionChange((said: Record<string, unknown>) => bodyOf(api.POST('/api/v1/parties', { body: said as Schemas['CreateParty'] })))
}
