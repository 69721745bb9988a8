import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { inOrder } from '../../ui/inOrder'
import type { FieldSpec } from '../records/fields'

export type Body = Schemas['BodyDetail']

export const bodyFields: FieldSpec[] = [
  { name: 'name', label: 'field.name', kind: 'text', required: true },
  { name: 'classification', label: 'field.classification', kind: 'text', hint: 'records.classificationHint', required: true },
  { name: 'description', label: 'field.description', kind: 'long' },
  { name: 'jurisdiction', label: 'field.jurisdiction', kind: 'text' },
  { name: 'division_id', label: 'records.division', kind: 'text', hint: 'records.divisionHint' },
  { name: 'founding_date', label: 'field.founding_date', kind: 'text', hint: 'records.dateHint' },
  { name: 'dissolution_date', label: 'field.dissolution_date', kind: 'text', hint: 'records.dateHint' },
  { name: 'other_names', label: 'field.other_names', kind: 'lines', hint: 'records.linesHint' },
  { name: 'contact_details', label: 'field.contact_details', kind: 'contact', hint: 'records.contactHint' },
  { name: 'links', label: 'field.links', kind: 'links', hint: 'records.linksHint' },
  { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
]

export function useBodyList(name: string, internal: boolean) {
  return useInfiniteQuery({
    queryKey: ['bodies', 'list', name, internal],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/v1/bodies', {
          params: { query: { after: pageParam, limit: 50, sort: 'name', 'name[contains]': name || undefined, 'published_at[null]': internal || undefined } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useBody(id: string | undefined) {
  return useQuery({ queryKey: ['bodies', id], enabled: id !== undefined, queryFn: () => bodyOf(api.GET('/api/v1/bodies/{id}', { params: { path: { id: id! } } })) })
}

export function useSaveBody(id: string | undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (changed: Record<string, unknown>) =>
      id
        ? bodyOf(api.PATCH('/api/v1/bodies/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeBody'] }))
        : bodyOf(api.POST('/api/v1/bodies', { body: changed as Schemas['CreateBody'] })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bodies'] }),
  })
}

/** Every seat, as people count them: one is chosen of all when a member is added. */
export function usePosts(bodyId: string) {
  return useQuery({
    queryKey: ['bodies', bodyId, 'posts'],
    queryFn: async () => inOrder(await everyPage((after) => bodyOf(api.GET('/api/v1/posts', { params: { query: { body_id: bodyId, after, limit: 100 } } }))), (post) => post.label),
  })
}

export function useMemberships(query: { body_id?: string; official_id?: string }, key: readonly string[]) {
  return useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/memberships', { params: { query: { ...query, after: pageParam, limit: 25 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useAddPost(bodyId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (post: Omit<Schemas['CreatePost'], 'body_id'>) => bodyOf(api.POST('/api/v1/posts', { body: { ...post, body_id: bodyId } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bodies', bodyId] }),
  })
}

export function useAddMembership(bodyId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (membership: Omit<Schemas['CreateMembership'], 'body_id'>) => bodyOf(api.POST('/api/v1/memberships', { body: { ...membership, body_id: bodyId } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bodies', bodyId] }),
  })
}
