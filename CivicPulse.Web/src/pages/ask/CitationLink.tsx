import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'
import { useDocument } from '../documents/documents'
import { useMeeting } from '../meetings/meetings'
import { linkToTurns } from '../meetings/turns'
import { TurnChip } from '../meetings/TurnChip'
import type { Citation } from './questions'

/** Opens the source at the quoted place. The quote itself is repeated only where the sentence is not that quote. */
export function CitationLink({ citation, shown }: { citation: Citation; shown: string }) {
  const { t } = useLanguage()
  const { meeting_id: meetingId, first_turn: first, last_turn: last } = citation
  const meeting = useMeeting(meetingId ?? undefined)
  const document = useDocument(meetingId ? undefined : citation.source_id)
  const name = meetingId ? (meeting.data?.name ?? t('cite.meeting')) : (document.data?.title ?? t('cite.document'))
  const inTurns = meetingId && first != null
  const quote = citation.quote.trim()
  return (
    <>
      <Link to={inTurns ? linkToTurns(meetingId, first, last ?? first) : citation.url} state={{ quote }}>
        <Icon name={meetingId ? 'forum' : 'topic'} />
        <span>{name}</span> {inTurns && <TurnChip first={first} last={last ?? first} />}
      </Link>
      {!shown.includes(quote) && !quote.includes(shown) && <q>{quote}</q>}
    </>
  )
}
