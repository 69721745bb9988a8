import { Link } from 'react-router'
import type { Schemas } from '../../api/client'
import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'
import { useDocument } from '../documents/documents'
import { useMeeting } from '../meetings/meetings'
import { linkToTurns } from '../meetings/turns'
import { TurnChip } from '../meetings/TurnChip'

export function SearchHit({ hit }: { hit: Schemas['RetrievalHit'] }) {
  const { t } = useLanguage()
  const { meeting_id: meetingId, first_turn: first, last_turn: last } = hit
  const isDocument = hit.source_kind === 'document'
  const meeting = useMeeting(meetingId ?? undefined)
  const document = useDocument(isDocument ? hit.source_id : undefined)
  const name = isDocument ? (document.data?.title ?? t('cite.document')) : (meeting.data?.name ?? t('cite.meeting'))
  const inTurns = meetingId && first != null
  const to = inTurns ? linkToTurns(meetingId, first, last ?? first) : isDocument ? `/documents/${hit.source_id}?quote=${encodeURIComponent(hit.snippet.slice(0, 120))}` : `/meetings/${meetingId ?? hit.source_id}`
  return (
    <>
      <Link to={to}>
        <Icon name={isDocument ? 'topic' : 'forum'} />
        <span>{name}</span> {inTurns && <TurnChip first={first} last={last ?? first} />}
      </Link>
      <p>{hit.snippet}</p>
    </>
  )
}
