import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { useLanguage } from '../../i18n/language'
import type { FieldSpec } from '../records/fields'
import { useBodies } from '../meetings/meetings'
import { classifications, statuses } from './words'

export type Matter = Schemas['MatterDetail']
export type MatterAction = Schemas['MatterActionDetail']
export type Sponsorship = Schemas['SponsorshipDetail']

export type Wanted = { title: string; status: string; internal: boolean }

/** What can be changed later; body, number and session are told once, when the matter is added. */
export function useMatterFields(): { fields: FieldSpec[]; first: FieldSpec[] } {
  const { t } = useLanguage()
  const bodies = useBodies().data ?? []
  const fields: FieldSpec[] = [
    { name: 'title', label: 'matters.title', kind: 'text', required: true },
    { name: 'classification', label: 'field.classification', kind: 'choice', required: true, choices: classifications.map((kind) => [kind, t(`matter.${kind}`)]) },
    { name: 'status', label: 'matters.status', kind: 'choice', choices: statuses.map((status) => [status, t(`matter.status.${status}`)]) },
    { name: 'introduced_on', label: 'matters.introduced', kind: 'day' },
    { name: 'abstract', label: 'matters.abstract', kind: 'long' },
    { name: 'subjects', label: 'matters.subjects', kind: 'lines', hint: 'records.linesHint' },
    { name: 'other_titles', label: 'matters.otherTitles', kind: 'lines', hint: 'records.linesHint' },
    { name: 'links', label: 'field.links', kind: 'links', hint: 'records.linksHint' },
    { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
  ]
  const first: FieldSpec[] = [
    { name: 'body_id', label: 'meetings.body', kind: 'choice', required: true, choices: bodies.map(({ id, name }) => [id, name]) },
    { name: 'identifier', label: 'matters.number', kind: 'text', hint: 'matters.numberHint', required: true },
    { name: 'legislative_session', label: 'matters.session', kind: 'text', hint: 'matters.sessionHint' },
  ]
  return { fields, first }
}

export function useMatterList({ title, status, internal }: Wanted) {
  return useInfiniteQuery({
    queryKey: ['matters', 'list', title, status, internal],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/v1/matters', {
          params: {
            query: { after: pageParam, limit: 50, 'title[contains]': title || undefined, status: (status || undefined) as Matter['status'] | undefined, 'published_at[null]': internal || undefined },
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** The matters of a body in a form, newest first. */
export function useMatterChoices(bodyId: string | null | undefined): (readonly [string, string])[] {
  const { data } = useQuery({
    queryKey: ['matters', 'choices', bodyId],
    enabled: Boolean(bodyId),
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/matters', { params: { query: { body_id: bodyId!, limit: 100, after } } }))),
  })
  return data?.map(({ id, identifier, title }) => [id, `${identifier} ${title}`] as const) ?? []
}

export function useMatter(id: string | undefined) {
  return useQuery({ queryKey: ['matters', id], enabled: id !== undefined, queryFn: () => bodyOf(api.GET('/api/v1/matters/{id}', { params: { path: { id: id! } } })) })
}

function useMatterChange<Asked, Answer>(act: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ['matters'] }) })
}

export function useSaveMatter(id: string | undefined) {
  return useMatterChange((changed: Record<string, unknown>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/matters/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeMatter'] }))
      : bodyOf(api.POST('/api/v1/matters', { body: changed as Schemas['CreateMatter'] })),
  )
}

export function useActions(matterId: string) {
  return useQuery({
    queryKey: ['matters', matterId, 'actions'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/matters/{matterId}/actions', { params: { path: { matterId }, query: { limit: 100, after } } }))),
  })
}

export function useAddAction(matterId: string) {
  return useMatterChange((body: Schemas['AddMatterAction']) => bodyOf(api.POST('/api/v1/matters/{matterId}/actions', { params: { path: { matterId } }, body })))
}

export function useDeleteAction(matterId: string) {
  return useMatterChange((id: string) => api.DELETE('/api/v1/matters/{matterId}/actions/{id}', { params: { path: { matterId, id } } }))
}

export function useSponsors(matterId: string) {
  return useQuery({
    queryKey: ['matters', matterId, 'sponsors'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/matters/{matterId}/sponsorships', { params: { path: { matterId }, query: { limit: 100, after } } }))),
  })
}

export function useAddSponsor(matterId: string) {
  return useMatterChange((body: Schemas['AddSponsorship']) => bodyOf(api.POST('/api/v1/matters/{matterId}/sponsorships', { params: { path: { matterId } }, body })))
}

export function useRemoveSponsor(matterId: string) {
  return useMatterChange((id: string) => api.DELETE('/api/v1/matters/{matterId}/sponsorships/{id}', { params: { path: { matterId, id } } }))
}
