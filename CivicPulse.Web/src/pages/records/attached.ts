import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, asForm, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'

export type Attachment = Schemas['AttachmentDetail']
/** Four kinds of records have attachments, at addresses of the same shape. */
export type Owners = 'meetings' | 'agenda-items' | 'matters' | 'motions'

type Path = '/api/v1/meetings/{ownerId}/attachments'
const listOf = (owners: Owners) => `/api/v1/${owners}/{ownerId}/attachments` as Path

export function useAttachments(owners: Owners, ownerId: string, enabled = true) {
  return useQuery({
    queryKey: [owners, ownerId, 'attachments'],
    enabled,
    queryFn: () => everyPage((after) => bodyOf(api.GET(listOf(owners), { params: { path: { ownerId }, query: { limit: 100, after } } }))),
  })
}

export function useAttach(owners: Owners, ownerId: string) {
  const queries = useQueryClient()
  const path = { params: { path: { ownerId } } }
  return useMutation({
    mutationFn: (what: File | Schemas['AddAttachment']) =>
      bodyOf(what instanceof File ? api.POST(listOf(owners), { ...path, ...asForm({ title: what.name, file: what }) }) : api.POST(listOf(owners), { ...path, body: what as never })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [owners, ownerId, 'attachments'] }),
  })
}

export function useDetach(owners: Owners, ownerId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.DELETE(`${listOf(owners)}/{id}`, { params: { path: { ownerId, id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [owners, ownerId, 'attachments'] }),
  })
}

/** Kept here, or a page elsewhere. */
export const addressOf = (owners: Owners, ownerId: string, { id, url }: Attachment) => url ?? `/api/v1/${owners}/${ownerId}/attachments/${id}/content`

/** 1536 is 1.5 KB. */
export function sizeIn(language: string, bytes: number): string {
  const [unit, divisor] = bytes < 1000 ? (['byte', 1] as const) : bytes < 1_000_000 ? (['kilobyte', 1024] as const) : (['megabyte', 1_048_576] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / divisor)
}
