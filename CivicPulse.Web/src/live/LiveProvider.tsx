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
    const socket = new LiveSocket({
      connect: () => new WebSocket(address),
      onMessage: ({ type, data }) => {
        if (type === 'job_progress') hearJob(queries, data as Job)
      },
      onState: (next) => {
        setState(next)
        // Whatever was said while the socket was away is asked for once.
        if (next === 'open') void queries.invalidateQueries({ queryKey: ['jobs'] })
      },
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
