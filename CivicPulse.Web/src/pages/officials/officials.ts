import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import type { FieldSpec } from '../records/fields'

export type Official = Schemas['OfficialDetail']

export const officialFields: FieldSpec[] = [
  { name: 'name', label: 'field.name', kind: 'text', required: true },
  { name: 'given_name', label: 'records.givenName', kind: 'text' },
  { name: 'family_name', label: 'records.familyName', kind: 'text' },
  { name: 'party', label: 'field.party', kind: 'text' },
  { name: 'email', label: 'field.email', kind: 'text' },
  { name: 'summary', label: 'field.summary', kind: 'long' },
  { name: 'biography', label: 'field.biography', kind: 'long' },
  { name: 'birth_date', label: 'field.birth_date', kind: 'text', hint: 'records.dateHint' },
  { name: 'death_date', label: 'field.death_date', kind: 'text', hint: 'records.dateHint' },
  { name: 'other_names', label: 'field.other_names', kind: 'lines', hint: 'records.linesHint' },
  { name: 'contact_details', label: 'field.contact_details', kind: 'contact', hint: 'records.contactHint' },
  { name: 'links', label: 'field.links', kind: 'links', hint: 'records.linksHint' },
  { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
]

export function useOfficialList(name: string, internal: boolean) {
  return useInfiniteQuery({
    queryKey: ['officials', 'list', name, internal],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/v1/officials', {
          params: { query: { after: pageParam, limit: 50, 'name[contains]': name || undefined, 'published_at[null]': internal || undefined } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useOfficial(id: string | undefined) {
  return useQuery({
    queryKey: ['officials', id],
    enabled: id !== undefined,
    queryFn: () => bodyOf(api.GET('/api/v1/officials/{id}', { params: { path: { id: id! } } })),
  })
}

export function useSaveOfficial(id: string | undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (changed: Record<string, unknown>) =>
      id
        ? bodyOf(api.PATCH('/api/v1/officials/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeOfficial'] }))
        : bodyOf(api.POST('/api/v1/officials', { body: changed as Schemas['CreateOfficial'] })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['officials'] }),
  })
}
