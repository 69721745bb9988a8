import type { MessageKey } from '../../i18n/en'
import { useLanguage } from '../../i18n/language'
import { useJob, type Job } from '../../live/jobs'
import { useLiveState } from '../../live/LiveProvider'

const steps: Record<string, MessageKey> = { reading: 'job.reading', indexing: 'job.indexing', minuting: 'job.minuting' }

/** Spoken at every new step, not at every percent. */
export function JobProgress({ meetingId, wanted }: { meetingId: string; wanted: boolean }) {
  const { t } = useLanguage()
  const live = useLiveState() === 'open'
  const job = useJob(meetingId, wanted)
  const running = wanted && job?.state !== 'failed'
  return (
    <div className="job-region">
      {running && (
        <section className="panel job" aria-labelledby="job-title">
          <h2 id="job-title">{t('job.title')}</h2>
          <Bar job={job} />
          <p>
            <span role="status">{t(stepOf(job))}</span>
            <span className={live ? 'pulse is-live' : 'pulse'}>{t(live ? 'job.live' : 'job.polling')}</span>
          </p>
        </section>
      )}
      <p className="usa-sr-only" role="status">
        {job?.state === 'succeeded' && t('job.ready')}
      </p>
    </div>
  )
}

function Bar({ job }: { job: Job | null }) {
  const { t } = useLanguage()
  const percent = Math.round((job?.progress ?? 0) * 100)
  return <progress max={100} value={percent} aria-label={t('job.title')} aria-valuetext={t('job.percent', { percent })} />
}

const stepOf = (job: Job | null): MessageKey => (job && job.state === 'running' ? (steps[job.step] ?? 'job.running') : 'job.queued')
