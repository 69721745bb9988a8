import { useQuery } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'
import { useInMeeting } from './deliberation'

export type Attendance = Schemas['AttendanceDetail']
export const statuses = ['present', 'late', 'remote', 'absent', 'excused'] as const satisfies readonly Attendance['status'][]

export function useAttendances(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'attendances'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/meetings/{meetingId}/attendances', { params: { path: { meetingId }, query: { limit: 100, after } } }))),
  })
}

export function useQuorum(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'quorum'],
    queryFn: () => bodyOf(api.GET('/api/v1/meetings/{meetingId}/quorum', { params: { path: { meetingId } } })),
  })
}

export function useAddAttendances(meetingId: string) {
  return useInMeeting(meetingId, async (people: Schemas['AddAttendance'][]) => {
    // One after another: a council is short, and a refusal says at whom it stopped.
    for (const body of people) await api.POST('/api/v1/meetings/{meetingId}/attendances', { params: { path: { meetingId } }, body })
  })
}

export function useChangeAttendance(meetingId: string, id: string) {
  return useInMeeting(meetingId, (body: Schemas['ChangeAttendance']) =>
    bodyOf(api.PATCH('/api/v1/meetings/{meetingId}/attendances/{id}', { params: { path: { meetingId, id } }, body })),
  )
}

export function useDeleteAttendance(meetingId: string) {
  return useInMeeting(meetingId, (id: string) => api.DELETE('/api/v1/meetings/{meetingId}/attendances/{id}', { params: { path: { meetingId, id } } }))
}
