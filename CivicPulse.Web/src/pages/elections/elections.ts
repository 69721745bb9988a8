import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'

export type Election = Schemas['ElectionDetail']
export type Certification = Schemas['CertificationDetail']

export type Wanted = { name: string; internal: boolean }

/** All that is known of elections lies below one key, for a count or a certification changes what many lists show. */
export const electionsKey = 'elections'

export const isLocked = (election: Pick<Election, 'status'> | undefined) => election?.status === 'certified'

export function useElectionChange<Asked, Answer>(act: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: [electionsKey] }) })
}

/** From today on, next one first; or those that were, latest first. */
export function useElectionList(when: 'coming' | 'past', { name, internal }: Wanted, today: string) {
  const days = when === 'coming' ? { sort: 'date', 'date[gte]': today } : { sort: '-date', 'date[lt]': today }
  return useInfiniteQuery({
    queryKey: [electionsKey, 'list', when, name, internal, today],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/v1/elections', { params: { query: { after: pageParam, limit: 25, ...days, 'name[contains]': name || undefined, 'published_at[null]': internal || undefined } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useElection(id: string | undefined) {
  return useQuery({ queryKey: [electionsKey, id], enabled: id !== undefined, queryFn: () => bodyOf(api.GET('/api/v1/elections/{id}', { params: { path: { id: id! } } })) })
}

export function useSaveElection(id: string | undefined) {
  return useElectionChange((changed: Record<string, unknown>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/elections/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeElection'] }))
      : bodyOf(api.POST('/api/v1/elections', { body: changed as Schemas['CreateElection'] })),
  )
}

/** Asked for only where there is one. */
export function useCertification(election: Election) {
  return useQuery({
    queryKey: [electionsKey, election.id, 'certification'],
    enabled: isLocked(election),
    queryFn: () => bodyOf(api.GET('/api/v1/elections/{electionId}/certification', { params: { path: { electionId: election.id } } })),
  })
}

export function useCertify(electionId: string) {
  return useElectionChange((body: Schemas['CertifyElection']) => bodyOf(api.PUT('/api/v1/elections/{electionId}/certification', { params: { path: { electionId } }, body })))
}

export function useWithdrawCertification(electionId: string) {
  return useElectionChange(() => api.DELETE('/api/v1/elections/{electionId}/certification', { params: { path: { electionId } } }))
}

export function useTurnout(electionId: string) {
  return useQuery({
    queryKey: [electionsKey, electionId, 'turnout'],
    queryFn: () => bodyOf(api.GET('/api/v1/elections/{electionId}/turnout', { params: { path: { electionId } } })),
  })
}

export function useResults(electionId: string) {
  return useInfiniteQuery({
    queryKey: [electionsKey, electionId, 'results'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/elections/{electionId}/results', { params: { path: { electionId }, query: { after: pageParam, limit: 20 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
