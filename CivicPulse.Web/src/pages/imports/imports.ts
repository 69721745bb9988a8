import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, asForm, bodyOf, type Schemas } from '../../api/client'
import { hearJob } from '../../live/jobs'

export type Kind = Schemas['TransferKind']
export type Import = Schemas['ImportDetail']
export type Run = Schemas['ImportRunDetail']

export function useKinds() {
  return useQuery({ queryKey: ['exports'], staleTime: 300_000, queryFn: () => bodyOf(api.GET('/api/v1/exports', { params: { query: { limit: 100 } } })) })
}

export function useImports() {
  return useInfiniteQuery({
    queryKey: ['imports', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/imports', { params: { query: { after: pageParam, limit: 20 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** While it runs its counts are asked for every second: they are what people wait for. */
export function useImport(id: string | undefined) {
  return useQuery({
    queryKey: ['imports', id],
    enabled: id !== undefined,
    queryFn: () => bodyOf(api.GET('/api/v1/imports/{id}', { params: { path: { id: id! } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  })
}

export function usePreview(id: string, mapping: Import['mapping']) {
  return useQuery({
    queryKey: ['imports', id, 'preview', mapping],
    queryFn: () => bodyOf(api.GET('/api/v1/imports/{id}/preview', { params: { path: { id }, query: { rows: 5 } } })),
  })
}

export function useUploadImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, file }: { kind: string; file: File }) => bodyOf(api.POST('/api/v1/imports', { params: { query: { kind } }, ...asForm({ file }) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  })
}

export function useMapColumns(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (columns: Record<string, string>) => bodyOf(api.PUT('/api/v1/imports/{id}/mapping', { params: { path: { id } }, body: { columns } })),
    onSuccess: (changed) => queries.setQueryData(['imports', id], changed),
  })
}

export function useStartRun(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['StartRun']) => bodyOf(api.POST('/api/v1/imports/{importId}/runs', { params: { path: { importId: id } }, body })),
    onSuccess: async (job) => {
      hearJob(queries, job)
      await queries.invalidateQueries({ queryKey: ['imports', id] })
    },
  })
}
