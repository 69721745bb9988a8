import { Link } from 'react-router'
import { Icon, type IconName } from '../../ui/Icon'
import { linkToTurns } from '../meetings/turns'
import { TurnChip } from '../meetings/TurnChip'
import { Marked, type TextRange } from './Marked'

export interface Hit {
  kind: string
  id: string
  title: string
  url: string
  snippet: string
  title_highlights: TextRange[]
  highlights: TextRange[]
  part_of?: { title?: string }
  meeting_id?: string
  first_turn?: number
  last_turn?: number
}

const icons: Record<string, IconName> = {
  transcript: 'forum',
  minutes: 'forum',
  meeting: 'groups',
  agenda_item: 'event',
  motion: 'event',
  matter: 'folder',
  body: 'bank',
  post: 'bank',
  official: 'person',
  stance: 'person',
  commitment: 'person',
  election: 'ballot',
  contest: 'ballot',
  candidacy: 'person',
  polling_place: 'near',
}

export function SearchHit({ hit }: { hit: Hit }) {
  const { meeting_id: meetingId, first_turn: first, last_turn: last } = hit
  const inTurns = meetingId && first != null
  const quote = hit.kind === 'document' && hit.snippet ? `?quote=${encodeURIComponent(hit.snippet.replace(/^… | …$/g, '').slice(0, 120))}` : ''
  const to = inTurns ? linkToTurns(meetingId, first, last ?? first) : hit.url + quote
  const whole = hit.part_of?.title
  return (
    <>
      <Link to={to}>
        <Icon name={icons[hit.kind] ?? 'topic'} />
        <span>
          <Marked text={hit.title} ranges={hit.title_highlights} />
        </span>{' '}
        {inTurns && <TurnChip first={first} last={last ?? first} />}
      </Link>
      {whole && whole !== hit.title && <p>{whole}</p>}
      {hit.snippet && (
        <p>
          <Marked text={hit.snippet} ranges={hit.highlights} />
        </p>
      )}
    </>
  )
}
