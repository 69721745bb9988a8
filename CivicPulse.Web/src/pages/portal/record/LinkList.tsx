import type { WebLink } from '../wire'

/** Pages elsewhere; their note is their name where they have one. */
export function LinkList({ links }: { links: readonly WebLink[] }) {
  return (
    <ul className="links">
      {links.map(({ url, note }, index) => (
        <li key={index}>
          <a href={url} rel="noreferrer">
            {note || hostOf(url)}
          </a>
          {note && <small>{hostOf(url)}</small>}
        </li>
      ))}
    </ul>
  )
}

/** Where a link leads, short enough to read: the host and what follows it. */
export function hostOf(url: string): string {
  const shown = url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown
}
