export type IconName = 'home' | 'groups' | 'topic' | 'forum' | 'search' | 'settings' | 'add' | 'check' | 'upload' | 'person' | 'event' | 'ballot' | 'near' | 'more' | 'lock' | 'flag' | 'public' | 'bank' | 'folder'

/** Always decoration: the words beside it carry the meaning. */
export function Icon({ name }: { name: IconName }) {
  return <span className={`icon icon--${name}`} aria-hidden="true" />
}
