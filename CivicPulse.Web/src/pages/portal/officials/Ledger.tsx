import { Link } from 'react-router'
import type { Schemas } from '../../../api/client'
import { useLanguage } from '../../../i18n/language'
import { clock } from '../meetings/seconds'
import { useRecord } from '../portal'
import { Vote } from '../record/Vote'
import type { Commitment, OfficialLedger, Stance } from '../wire'

/** What they said beside how they voted, each with where it was said, and their own reply. */
export function Ledger({ slug }: { slug: string }) {
  const { t } = useLanguage()
  const { data: ledger } = useRecord<OfficialLedger>(`/officials/${encodeURIComponent(slug)}/ledger`)
  if (!ledger) return null
  return (
    <>
      {ledger.stances.length > 0 && (
        <section aria-labelledby="stances-title">
          <h2 id="stances-title">{t('officials.stances')}</h2>
          <p className="quiet">{t('officials.stancesText')}</p>
          {ledger.stances.map((stance) => (
            <StanceCard key={stance.stance_id} stance={stance} />
          ))}
        </section>
      )}
      {ledger.commitments.length > 0 && (
        <section aria-labelledby="commitments-title">
          <h2 id="commitments-title">{t('officials.commitments')}</h2>
          {ledger.commitments.map((commitment, index) => (
            <CommitmentCard key={index} commitment={commitment} />
          ))}
        </section>
      )}
      <Shares ledger={ledger} />
    </>
  )
}

function Shares({ ledger }: { ledger: OfficialLedger }) {
  const { t, language } = useLanguage()
  const shown = (share: number) => share.toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 })
  const { with_majority: majority, with_group: group } = ledger.alignment
  const facts: [string, string][] = []
  if (typeof majority.share === 'number') facts.push([t('officials.withMajority'), t('officials.ofVotes', { share: shown(majority.share), count: majority.compared })])
  if (typeof group.share === 'number') facts.push([t('officials.withGroup'), t('officials.ofVotes', { share: shown(group.share), count: group.compared })])
  if (typeof ledger.attendance.share === 'number')
    facts.push([t('meetings.attendance'), t('officials.ofMeetings', { share: shown(ledger.attendance.share), count: ledger.attendance.meetings })])
  if (facts.length === 0) return null
  return (
    <section aria-labelledby="shares-title">
      <h2 id="shares-title">{t('officials.inNumbers')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function StanceCard({ stance }: { stance: Stance }) {
  const { t, day } = useLanguage()
  return (
    <article className="stance">
      <h3>{stance.topic}</h3>
      <p>
        <span className="chip">{t(`stance.${stance.position}`)}</span>{' '}
        <span className={`verdict verdict--${stance.verdict}`}>{t(`verdict.${stance.verdict}`)}</span>{' '}
        {stance.stated_on && <time dateTime={stance.stated_on}>{day(stance.stated_on)}</time>}
      </p>
      <blockquote>{stance.statement}</blockquote>
      <Citations citations={stance.citations} />
      <p className="quiet">{[stance.matter_identifier, stance.matter_title].join(' ')}</p>
      <ul className="links">
        {stance.votes.map((vote) => (
          <li key={vote.vote_event_id}>
            <Vote option={vote.option} /> {vote.motion_text}{' '}
            <small>
              {day(vote.voted_at)} · <Link to={`/portal/meetings/${vote.meeting_slug}`}>{vote.meeting_name}</Link>
              {!vote.counts && ` · ${t('officials.doesNotCount')}`}
            </small>
          </li>
        ))}
      </ul>
      <OwnReply reply={stance.reply} />
    </article>
  )
}

function CommitmentCard({ commitment }: { commitment: Commitment }) {
  const { t, day } = useLanguage()
  return (
    <article className="stance">
      <p>
        <span className={`state state--${commitment.status}`}>{t(`commitment.${commitment.status}`)}</span>{' '}
        {commitment.due_on && t('officials.due', { date: day(commitment.due_on) })}
      </p>
      <blockquote>{commitment.text}</blockquote>
      {commitment.status_note && <p>{commitment.status_note}</p>}
      <Citations citations={commitment.citations} />
      <OwnReply reply={commitment.reply} />
    </article>
  )
}

function Citations({ citations }: { citations: Stance['citations'] }) {
  const { t } = useLanguage()
  return (
    <ul className="citations">
      {citations.map((citation, index) => {
        const at = typeof citation.second === 'number' ? ` ${clock(citation.second)}` : ''
        const name = (citation.title ?? citation.url ?? t('cite.meeting')) + at
        return (
          <li key={index}>
            {citation.url ? (
              <a href={citation.url} rel="noreferrer">
                {name}
              </a>
            ) : (
              name
            )}
            {citation.quote && <q>{citation.quote}</q>}
          </li>
        )
      })}
    </ul>
  )
}

function OwnReply({ reply }: { reply?: null | Schemas['ReplyDetail'] }) {
  const { t, day } = useLanguage()
  if (!reply) return null
  return (
    <div className="reply">
      <h4>{t('officials.reply')}</h4>
      <p>{reply.text}</p>
      <p className="quiet">
        {reply.by} · {day(reply.replied_on)}
      </p>
    </div>
  )
}
