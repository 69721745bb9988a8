import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, bodyOf, type Schemas } from '../../api/client'
import { readEvents } from '../../api/events'
import { Problem, problemFrom } from '../../api/problem'

export type Question = Schemas['QuestionDetail']
export type Sentence = Schemas['AnswerSentence']
export type Citation = Schemas['Citation']

export const longestQuestion = 2_000

export type Asking = { text: string; sentences: Sentence[] }
type Done = Pick<Question, 'id' | 'status' | 'mode'>

export function useQuestions() {
  return useInfiniteQuery({
    queryKey: ['questions', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bodyOf(api.GET('/api/v1/questions', { params: { query: { after: pageParam, limit: 20 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useQuestion(id: string | undefined) {
  return useQuery({
    queryKey: ['questions', id],
    enabled: id !== undefined,
    staleTime: Infinity,
    queryFn: () => bodyOf(api.GET('/api/v1/questions/{id}', { params: { path: { id: id! } } })),
  })
}

/** Asks, and hands over each sentence as it arrives; `onAnswered` gets the finished question's id. */
export function useAsk(onAnswered: (id: string) => void) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
    setAsking(null)
  }, [])
  useEffect(() => () => running.current?.abort(), [])

  const ask = useCallback(
    async (text: string, meetingId: string) => {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      setError(null)
      setAsking({ text, sentences: [] })
      try {
        const sentences: Sentence[] = []
        const done = await streamAnswer(text, meetingId, control.signal, (sentence) => {
          sentences.push(sentence)
          setAsking({ text, sentences: [...sentences] })
        })
        await queries.invalidateQueries({ queryKey: ['questions', 'list'] })
        onAnswered(done.id)
      } catch (failure) {
        if (!control.signal.aborted) setError(failure)
      } finally {
        if (running.current === control) setAsking(null)
      }
    },
    [queries, onAnswered],
  )
  return { ask, stop, asking, error }
}

async function streamAnswer(text: string, meetingId: string, signal: AbortSignal, onSentence: (sentence: Sentence) => void): Promise<Done> {
  const response = await fetch('/api/v1/questions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({ text, ...(meetingId ? { meeting_id: meetingId } : {}) }),
    signal,
  }).catch(() => {
    throw new Problem(0)
  })
  if (!response.ok || !response.body) throw await problemFrom(response)
  for await (const { event, data } of readEvents(response.body)) {
    if (event === 'sentence') onSentence(JSON.parse(data) as Sentence)
    if (event === 'done') return JSON.parse(data) as Done
  }
  throw new Interrupted()
}

/** The stream ended before the answer did. */
export class Interrupted extends Error {}
