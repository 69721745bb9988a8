import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { Vote } from '../record/Vote'
import type { Motion, VoteEvent } from '../wire'
import { VideoMoment } from './VideoMoment'

const options = ['yes', 'no', 'abstain', 'absent'] as const

/** The counts of one vote, and who voted how where that is known. */
export function RollCall({ vote, motion, video }: { vote: VoteEvent; motion: Motion; video: string | null | undefined }) {
  const { t } = useLanguage()
  const counted = options.filter((option) => vote[option] > 0)
  return (
    <div className="roll-call">
      <p className="counts">
        <span>{t(`method.${vote.method}`)}</span>
        {counted.map((option) => (
          <span key={option} className={`vote vote--${option}`}>
            {t(`vote.${option}`)} <b>{vote[option]}</b>
          </span>
        ))}
        {vote.result && <strong className={`state state--${vote.result}`}>{t(`result.${vote.result}`)}</strong>}
        <VideoMoment video={video} seconds={vote.video_seconds} />
      </p>
      {vote.roll.length > 0 && (
        <details>
          <summary>{t('meetings.whoVoted')}</summary>
          <table className="usa-table" aria-label={t('meetings.rollCallOf', { motion: motion.text })}>
            <thead>
              <tr>
                <th scope="col">{t('field.name')}</th>
                <th scope="col">{t('officials.vote')}</th>
              </tr>
            </thead>
            <tbody>
              {vote.roll.map((person, index) => (
                <tr key={index}>
                  <th scope="row">{person.official_slug ? <Link to={`/portal/officials/${person.official_slug}`}>{person.voter_name}</Link> : person.voter_name}</th>
                  <td>
                    <Vote option={person.option} />
                    {person.weight !== 1 && ` × ${person.weight}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  )
}
