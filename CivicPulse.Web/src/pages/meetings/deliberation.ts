import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../api/client'
import { everyPage } from '../../api/everyPage'

export type Motion = Schemas['MotionDetail']
export type VoteEvent = Schemas['VoteEventDetail']
export type PersonVote = Schemas['PersonVoteDetail']
export type AgendaItem = Schemas['AgendaItemDetail']
export type Membership = Schemas['MembershipDetail']
export type VoteInput = Pick<Schemas['RecordVote'], 'method' | 'result' | 'reported' | 'votes'>

/** How many ids one question names. */
const atOnce = 25

/** Every change of something in a meeting may change what else is told of it: the counts, the result, the quorum. */
export function useInMeeting<Asked, Answer>(meetingId: string, act: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ['meetings', meetingId] }) })
}

export function useMotions(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'motions'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/motions', { params: { query: { meeting_id: meetingId, sort: 'created_at', limit: 100, after } } }))),
  })
}

/** The votes on all motions of a meeting, earliest first. */
export function useVotes(meetingId: string, motions: readonly Motion[] | undefined) {
  const ids = motions?.map(({ id }) => id) ?? []
  return useQuery({
    queryKey: ['meetings', meetingId, 'votes', ids],
    enabled: ids.length > 0,
    queryFn: async () => {
      const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, part) => ids.slice(part * atOnce, (part + 1) * atOnce).join())
      const found = await Promise.all(
        parts.map((part) => everyPage((after) => bodyOf(api.GET('/api/v1/vote-events', { params: { query: { 'motion_id[in]': part, sort: 'start_date', limit: 100, after } } })))),
      )
      return found.flat()
    },
  })
}

export function usePersonVotes(meetingId: string, vote: VoteEvent | null) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'votes', 'by-name', vote?.id],
    enabled: vote !== null && vote.by_name,
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/vote-events/{id}/person-votes', { params: { path: { id: vote!.id }, query: { limit: 100, after } } }))),
  })
}

/** Who belonged to the body on the day of the meeting. */
export function useMembersOn(bodyId: string | null | undefined, day: string) {
  return useQuery({
    queryKey: ['bodies', bodyId, 'memberships', 'on', day],
    enabled: Boolean(bodyId),
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/memberships', { params: { query: { body_id: bodyId!, on: day, limit: 100, after } } }))),
  })
}

export function useSaveMotion(meetingId: string, id: string | undefined) {
  return useInMeeting(meetingId, (motion: Omit<Schemas['CreateMotion'], 'meeting_id'>) =>
    id
      ? bodyOf(api.PATCH('/api/v1/motions/{id}', { params: { path: { id } }, body: motion }))
      : bodyOf(api.POST('/api/v1/motions', { body: { ...motion, meeting_id: meetingId } })),
  )
}

export function useDeleteMotion(meetingId: string) {
  return useInMeeting(meetingId, (id: string) => api.DELETE('/api/v1/motions/{id}', { params: { path: { id } } }))
}

/** A vote as it is now on the form. The roll call of one that is there already has its own address. */
export function useSaveVote(meetingId: string, motionId: string, vote: VoteEvent | null) {
  return useInMeeting(meetingId, async ({ votes, ...particulars }: VoteInput) => {
    if (!vote) return bodyOf(api.POST('/api/v1/vote-events', { body: { ...particulars, votes: votes ?? null, motion_id: motionId } }))
    const path = { params: { path: { id: vote.id } } }
    const changed = votes ? await bodyOf(api.PUT('/api/v1/vote-events/{id}/person-votes', { ...path, body: { votes } })) : vote
    // Counts by name are no longer refused once the votes are in, and the other way about.
    return particulars.method === changed.method && votes ? changed : bodyOf(api.PATCH('/api/v1/vote-events/{id}', { ...path, body: particulars }))
  })
}

export function useDeleteVote(meetingId: string) {
  return useInMeeting(meetingId, (id: string) => api.DELETE('/api/v1/vote-events/{id}', { params: { path: { id } } }))
}

export function useAgenda(meetingId: string) {
  return useQuery({
    queryKey: ['meetings', meetingId, 'agenda'],
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/meetings/{meetingId}/agenda-items', { params: { path: { meetingId }, query: { limit: 100, after } } }))),
  })
}

export function useSaveAgendaItem(meetingId: string, id: string | undefined) {
  return useInMeeting(meetingId, (item: Schemas['ChangeAgendaItem']) =>
    id
      ? bodyOf(api.PATCH('/api/v1/meetings/{meetingId}/agenda-items/{id}', { params: { path: { meetingId, id } }, body: item }))
      : bodyOf(api.POST('/api/v1/meetings/{meetingId}/agenda-items', { params: { path: { meetingId } }, body: item as Schemas['CreateAgendaItem'] })),
  )
}

export function useDeleteAgendaItem(meetingId: string) {
  return useInMeeting(meetingId, (id: string) => api.DELETE('/api/v1/meetings/{meetingId}/agenda-items/{id}', { params: { path: { meetingId, id } } }))
}
