import { useQueryClient, useMutation } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import type { Line, Minutes } from './meetings'

export const lineKinds = ['summary', 'decision', 'action_item', 'contribution'] as const satisfies readonly Line['kind'][]

/** The steps on which minutes go to the public, each with the address that takes it. */
export type Step = 'review' | 'unreview' | 'publish' | 'withdraw' | 'begin' | 'delete'

/** What somebody may do with minutes as they are; who reviewed them does not publish them. */
export function stepsOf(minutes: Pick<Minutes, 'status' | 'reviewed_by'> | null, may: (word: string) => boolean, account: string | undefined): Step[] {
  const [write, publish] = [may('governance.write'), may('governance.publish')]
  if (!minutes) return write ? ['begin'] : []
  if (minutes.status === 'draft') return write ? ['review', 'delete'] : []
  if (minutes.status === 'published') return publish ? ['withdraw'] : []
  return [...(publish && minutes.reviewed_by !== account ? (['publish'] as const) : []), ...(write ? (['unreview'] as const) : [])]
}

/** All lines in the order in which the minutes have them, whatever heading they stand under. */
export const linesOf = ({ summary, decisions, action_items, contributions }: Minutes): Line[] =>
  [...summary, ...decisions, ...action_items, ...contributions.flatMap(({ lines }) => lines)].toSorted((one, other) => one.order - other.order)

function useMinutesChange<Asked>(act: (asked: Asked) => Promise<unknown>) {
  const queries = useQueryClient()
  // The lists of meetings tell the state of the minutes too.
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ['meetings'] }) })
}

export function useMinutesStep(meetingId: string) {
  const asked = { params: { path: { meetingId } } }
  const steps: Record<Step, () => Promise<unknown>> = {
    begin: () => api.POST('/api/v1/meetings/{meetingId}/minutes', { ...asked, body: {} }),
    delete: () => api.DELETE('/api/v1/meetings/{meetingId}/minutes', asked),
    review: () => api.PUT('/api/v1/meetings/{meetingId}/minutes/review', asked),
    unreview: () => api.DELETE('/api/v1/meetings/{meetingId}/minutes/review', asked),
    publish: () => api.PUT('/api/v1/meetings/{meetingId}/minutes/publication', asked),
    withdraw: () => api.DELETE('/api/v1/meetings/{meetingId}/minutes/publication', asked),
  }
  return useMinutesChange((step: Step) => steps[step]())
}

export function useSaveLine(meetingId: string, id: string | undefined) {
  return useMinutesChange((line: Schemas['ChangeMinutesLine']) =>
    id
      ? bodyOf(api.PATCH('/api/v1/meetings/{meetingId}/minutes/lines/{id}', { params: { path: { meetingId, id } }, body: line }))
      : bodyOf<unknown>(api.POST('/api/v1/meetings/{meetingId}/minutes/lines', { params: { path: { meetingId } }, body: line as Schemas['AddMinutesLine'] })),
  )
}

export function useDeleteLine(meetingId: string) {
  return useMinutesChange((id: string) => api.DELETE('/api/v1/meetings/{meetingId}/minutes/lines/{id}', { params: { path: { meetingId, id } } }))
}
