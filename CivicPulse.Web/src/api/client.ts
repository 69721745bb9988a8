import createClient, { type Middleware } from 'openapi-fetch'
import { Problem, problemFrom } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

const signedOutListeners = new Set<() => void>()

/** Called whenever the API no longer knows this browser's session. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

const problems: Middleware = {
  async onResponse({ response, request }) {
    if (response.ok) return response
    if (response.status === 401 && !request.url.includes('/auth/')) signedOutListeners.forEach((tell) => tell())
    throw await problemFrom(response)
  },
  onError() {
    return new Problem(0)
  },
}

export const api = createClient<paths>({ baseUrl: window.location.origin })
api.use(problems)

/** The body of a call that succeeded; a call that did not has thrown its Problem already. */
export async function bodyOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** openapi-fetch would serialise a form to JSON; the browser must write the multipart boundary itself. */
export function asForm(fields: Record<string, string | Blob>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return { body: form as never, bodySerializer: () => form }
}
