import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, asForm, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { Problem } from '../../api/problem'
import { hearJob } from '../../live/jobs'

export type Meeting = Schemas['MeetingDetail']
export type MeetingRow = Schemas['MeetingSummary']
export type Minutes = Schemas['MinutesDetail']
export type Line = Schemas['MinutesLineDetail']
export type Turn = Schemas['TurnDetail']

export function useMeetings() {
  return useInfiniteQuery({
    queryKey: ['meetings', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/meetings', { params: { query: { after: pageParam, limit: 50 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useMeeting(id: string | undefined) {
  return useQuery({
    queryKey: ['meetings', id],
    enabled: id !== undefined,
    queryFn: () => bodyOf(api.GET('/api/v1/meetings/{id}', { params: { path: { id: id! } } })),
  })
}

/** To choose from. */
export function useBodies() {
  return useQuery({
    queryKey: ['bodies', 'choices'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/bodies', { params: { query: { limit: 100, sort: 'name', after } } }))),
  })
}

/** The day in the place of the meeting's own clock is not known here: the server counts by UTC too. */
export const dayOf = (meeting: Pick<Meeting, 'start_date'>) => meeting.start_date.slice(0, 10)

export function useSaveMeeting(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (changed: Record<string, unknown>) => bodyOf(api.PATCH('/api/v1/meetings/{id}', { params: { path: { id } }, body: changed as Schemas['ChangeMeeting'] })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['meetings'] }),
  })
}

export function useCreateMeeting() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['CreateMeeting']) => bodyOf(api.POST('/api/v1/meetings', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['meetings'] }),
  })
}

export function useUploadTranscript(meetingId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (file: File) =>
      bodyOf(api.POST('/api/v1/meetings/{meetingId}/transcript', { params: { path: { meetingId } }, ...asForm({ file }) })),
    onSuccess: async (job) => {
      hearJob(queries, job)
      await queries.invalidateQueries({ queryKey: ['meetings'] })
    },
  })
}

/** null: there are no minutes yet. */
export function useMinutes(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'minutes'],
    queryFn: async (): Promise<Minutes | null> => {
      try {
        return await bodyOf(api.GET('/api/v1/meetings/{meetingId}/minutes', { params: { path: { meetingId } } }))
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
  })
}

export function useTranscript(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'transcript'],
    queryFn: () => bodyOf(api.GET('/api/v1/meetings/{meetingId}/transcript', { params: { path: { meetingId } } })),
  })
}
