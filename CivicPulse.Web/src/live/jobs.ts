import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, bodyOf, type Schemas } from '../api/client'
import { useLiveState } from './LiveProvider'

export type Job = Schemas['JobDetail']

export const isOver = (job: Job) => job.state === 'succeeded' || job.state === 'failed'

/** Socket and polling may deliver out of order: a job never goes back. */
export function furthest(known: Job | null | undefined, heard: Job): Job {
  if (!known || known.id !== heard.id) return heard
  if (isOver(known)) return known
  return isOver(heard) || heard.progress >= known.progress ? heard : known
}

const jobKey = (subjectId: string) => ['jobs', subjectId]

export function hearJob(queries: QueryClient, job: Job) {
  queries.setQueryData<Job | null>(jobKey(job.subject_id), (known) => furthest(known, job))
  if (isOver(job)) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'jobs' })
}

/** The newest job about a subject. Told by the live socket; asked for every two seconds while that is down. */
export function useJob(subjectId: string, wanted: boolean) {
  const queries = useQueryClient()
  const live = useLiveState() === 'open'
  const { data: job } = useQuery({
    queryKey: jobKey(subjectId),
    enabled: wanted,
    queryFn: async () => {
      const known = queries.getQueryData<Job | null>(jobKey(subjectId))
      const heard = known ? await jobById(known.id) : await newestJob(subjectId)
      return heard ? furthest(known, heard) : (known ?? null)
    },
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : live ? 10_000 : 2_000),
  })
  const over = job ? isOver(job) : false
  useEffect(() => {
    if (over && wanted) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'jobs' })
  }, [over, wanted, queries])
  return job ?? null
}

const jobById = (id: string) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } } }))

async function newestJob(subjectId: string): Promise<Job | undefined> {
  const { items } = await bodyOf(api.GET('/api/v1/jobs', { params: { query: { limit: 100 } } }))
  return items.find((job) => job.subject_id === subjectId)
}
