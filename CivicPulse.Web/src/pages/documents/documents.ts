import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, asForm, bodyOf, type Schemas } from '../../api/client'
import { hearJob } from '../../live/jobs'

export type Document = Schemas['DocumentDetail']

export function useDocuments() {
  return useInfiniteQuery({
    queryKey: ['documents', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/documents', { params: { query: { after: pageParam, limit: 50 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useDocument(id: string | undefined) {
  return useQuery({
    queryKey: ['documents', id],
    enabled: id !== undefined,
    queryFn: () => bodyOf(api.GET('/api/v1/documents/{id}', { params: { path: { id: id! } } })),
  })
}

export function useDocumentText(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ['documents', id, 'text'],
    enabled: wanted,
    queryFn: () => bodyOf(api.GET('/api/v1/documents/{id}/text', { params: { path: { id } } })),
  })
}

export function useUploadDocument() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (file: File) => bodyOf(api.POST('/api/v1/documents', { ...asForm({ file }) })),
    onSuccess: async (job) => {
      hearJob(queries, job)
      await queries.invalidateQueries({ queryKey: ['documents'] })
    },
  })
}
