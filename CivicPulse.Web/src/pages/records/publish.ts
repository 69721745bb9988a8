import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client'

const ofElections = ['elections', 'contests', 'polling-places'] as const

export type PublicKind = 'bodies' | 'officials' | 'posts' | 'memberships' | 'meetings' | 'matters' | 'motions' | 'vote-events' | (typeof ofElections)[number]

/** Who may do it holds this word. */
export const publishWord = (kind: PublicKind) => (ofElections.some((one) => one === kind) ? 'elections.publish' : 'governance.publish')

/** Puts a record before the public, or takes it away again. */
export function usePublish(kind: PublicKind, id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (publish: boolean) => {
      const asked = { params: { path: { id } } }
      // Each kind has its own address, all of the same shape.
      const path = `/api/v1/${kind}/{id}/publication` as '/api/v1/bodies/{id}/publication'
      await (publish ? api.PUT(path, asked) : api.DELETE(path, asked))
    },
    // A seat or a membership is listed with its body and its official, a motion or a vote with its meeting and its matter,
    // all of an election with the election.
    onSuccess: () => Promise.all(['bodies', 'officials', 'meetings', 'matters', 'elections'].map((listed) => queries.invalidateQueries({ queryKey: [listed] }))),
  })
}
