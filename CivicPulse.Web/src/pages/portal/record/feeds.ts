export type FeedFormat = 'rss' | 'atom' | 'json' | 'ics'

/** The feeds of a page: what stands before the dot of their addresses, and what is asked for. */
export type Feeds = { path: string; query?: Record<string, string>; /** Nothing in them has a place in a calendar. */ undated?: true }

export const formats = ['rss', 'atom', 'json', 'ics'] as const

export const feedsOf = {
  body: (slug: string): Feeds => ({ path: `/bodies/${encodeURIComponent(slug)}/feed` }),
  meetings: (words = ''): Feeds => ({ path: '/meetings/feed', ...(words ? { query: { q: words } } : {}) }),
  matter: (slug: string): Feeds => ({ path: `/matters/${encodeURIComponent(slug)}/feed`, undated: true }),
  matters: (subject = ''): Feeds => ({ path: '/matters/feed', ...(subject ? { query: { subject } } : {}), undated: true }),
  topic: (topic: string): Feeds => ({ path: '/meetings/feed', query: { topic } }),
}

export function feedAddress({ path, query }: Feeds, format: FeedFormat, origin: string): string {
  const asked = new URLSearchParams(query).toString()
  return `${origin}/api/v1/portal${path}.${format}${asked ? `?${asked}` : ''}`
}

/** What calendar programs subscribe to, in place of taking the file once. */
export const webcalAddress = (feeds: Feeds, origin: string) => feedAddress(feeds, 'ics', origin).replace(/^https?:/, 'webcal:')
