import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../api/client'
import { Problem } from '../api/problem'

export type Session = Schemas['SessionDetail']

export const sessionKey = ['session']

/** null: nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    staleTime: 5 * 60_000,
    queryFn: async (): Promise<Session | null> => {
      try {
        return await bodyOf(api.GET('/auth/session'))
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null
        throw error
      }
    },
  })
}

export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['SignInWithPassword']) => bodyOf(api.POST('/auth/session', { body })),
    onSuccess: (session) => queries.setQueryData(sessionKey, session),
  })
}

export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.DELETE('/auth/session'),
    onSuccess: () => {
      // Nothing of this account may stay behind for the next person at this device.
      queries.clear()
      queries.setQueryData(sessionKey, null)
    },
  })
}

/** Whether the signed-in account holds a permission's word. The API asks again; this only keeps dead ends off the page. */
export function useMay() {
  const { data: session } = useSession()
  return (word: string) => session?.permissions.includes(word) ?? false
}
