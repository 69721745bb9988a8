import { useQuery } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { electionsKey, useElectionChange } from './elections'

export type Deadline = Schemas['DeadlineDetail']

export function useDeadlines(electionId: string) {
  return useQuery({
    queryKey: [electionsKey, electionId, 'deadlines'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/election-deadlines', { params: { query: { election_id: electionId, after, limit: 100 } } }))),
  })
}

export function useSaveDeadline(electionId: string, id?: string) {
  return useElectionChange((changed: Record<string, unknown>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/election-deadlines/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeDeadline'] }))
      : bodyOf(api.POST('/api/v1/election-deadlines', { body: { ...changed, election_id: electionId } as Schemas['CreateDeadline'] })),
  )
}

export function useDeleteDeadline() {
  return useElectionChange((id: string) => api.DELETE('/api/v1/election-deadlines/{id}', { params: { path: { id } } }))
}
