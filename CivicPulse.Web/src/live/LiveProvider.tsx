import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { hearJob, type Job } from './jobs'
import { LiveSocket, type LiveState } from './LiveSocket'

const LiveContext = createContext<LiveState>('closed')

export const useLiveState = () => useContext(LiveContext)

/** Holds the notification socket open while somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('closed')

  useEffect(() => {
    const address = new URL('/ws/notifications/', window.location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    let fresh = true
    const socket = new LiveSocket({
      connect: (resume) => {
        address.searchParams.set('resume', resume)
        fresh = resume === ''
        return new WebSocket(address)
      },
      onMessage: ({ type, data }) => {
        if (type === 'job_progress') hearJob(queries, data as Job)
        // What was said before the first socket was open, or can no longer be told again, is asked for once.
        if (type === 'resync' || (type === 'ready' && fresh)) void queries.invalidateQueries({ queryKey: ['jobs'] })
      },
      onState: setState,
    })
    const back = () => socket.retryNow()
    socket.start()
    window.addEventListener('online', back)
    return () => {
      window.removeEventListener('online', back)
      socket.stop()
    }
  }, [queries])

  return <LiveContext value={state}>{children}</LiveContext>
}
