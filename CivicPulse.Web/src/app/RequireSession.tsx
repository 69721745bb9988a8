import { Navigate, Outlet, useLocation } from 'react-router'
import { LiveProvider } from '../live/LiveProvider'
import { Loading } from '../ui/Loading'
import { ProblemPage } from '../ui/ProblemPage'
import { useSession } from './session'

/** Signed out: to the sign-in page, which leads back to this very address. */
export function RequireSession() {
  const { data: session, error, refetch } = useSession()
  const location = useLocation()
  if (session === null) return <Navigate to="/sign-in" replace state={{ from: location }} />
  if (session) {
    return (
      <LiveProvider>
        <Outlet />
      </LiveProvider>
    )
  }
  return error ? <ProblemPage error={error} onRetry={() => void refetch()} /> : <Loading />
}
