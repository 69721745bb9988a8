import { en, type MessageKey } from '../i18n/en'

/** What the server refused and why: RFC 9457 problem details, or the lack of any answer (status 0). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: Record<string, string[]>

  constructor(status: number, body: { code?: string; title?: string; detail?: string; errors?: Record<string, string[]> } = {}) {
    super(body.detail ?? body.title ?? '')
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? ''
    this.fields = body.errors ?? {}
  }
}

export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  return new Problem(response.status, typeof body === 'object' && body !== null ? body : {})
}

const byStatus: Record<number, MessageKey> = {
  0: 'error.network',
  401: 'error.signedOut',
  403: 'error.forbidden',
  404: 'error.notFound',
  413: 'error.tooLarge',
  429: 'error.tooMany',
  502: 'error.network',
  503: 'error.network',
  504: 'error.network',
}

/** Ours where the problem's code is known to us, for then they are in the reader's language and say what to do; else the server's own sentence. */
export function inWords(error: unknown, t: (key: MessageKey) => string): string[] {
  if (!(error instanceof Problem)) return [t('error.unexpected')]
  const byCode = `problem.${error.code}`
  if (Object.hasOwn(en, byCode)) return [t(byCode as MessageKey)]
  const known = byStatus[error.status]
  if (known) return [t(known)]
  if (error.status >= 500) return [t('error.unexpected')]
  const fields = Object.values(error.fields).flat()
  if (fields.length > 0) return fields
  return [error.message || t('error.unexpected')]
}
