import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { WideTable } from '../../../ui/WideTable'
import { useList } from '../portal'
import { Vote } from '../record/Vote'
import { More } from '../../../ui/More'
import type { OfficialVote } from '../wire'

/** How they voted, and whether most others did so too. */
export function Votes({ slug }: { slug: string }) {
  const { t, day } = useLanguage()
  const list = useList<OfficialVote>(`/officials/${encodeURIComponent(slug)}/votes`, { limit: 25 })
  if (!list.items || list.items.length === 0) return null
  return (
    <section aria-labelledby="votes-title">
      <h2 id="votes-title">{t('officials.votes')}</h2>
      <WideTable label={t('officials.votes')}>
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('officials.motion')}</th>
              <th scope="col">{t('officials.vote')}</th>
              <th scope="col">{t('officials.alignment')}</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((vote) => (
              <tr key={vote.vote_event_id}>
                <th scope="row">
                  {vote.matter_title ? [vote.matter_identifier, vote.matter_title].filter(Boolean).join(' ') : vote.motion_text}
                  <small>
                    {day(vote.voted_at)} · <Link to={`/portal/meetings/${vote.meeting_slug}`}>{vote.meeting_name}</Link>
                  </small>
                </th>
                <td>
                  <Vote option={vote.option} />
                  {vote.result && <small>{t(`result.${vote.result}`)}</small>}
                </td>
                <td>{typeof vote.with_majority === 'boolean' ? t(vote.with_majority ? 'officials.withMajority' : 'officials.againstMajority') : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <More list={list} />
    </section>
  )
}
