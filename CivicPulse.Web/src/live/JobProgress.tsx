import type { MessageKey } from '../i18n/en'
import { useLanguage } from '../i18n/language'
import { useJob, type Job } from './jobs'
import { useLiveState } from './LiveProvider'

const steps: Record<string, MessageKey> = {
  reading: 'job.reading',
  indexing: 'job.indexing',
  minutes: 'job.minutes',
  saving: 'job.saving',
}

type Props = { subjectId: string; title: string; ready: string; wanted: boolean }

/** Spoken at every new step, not at every percent. */
export function JobProgress({ subjectId, title, ready, wanted }: Props) {
  const { t } = useLanguage()
  const live = useLiveState() === 'open'
  const job = useJob(subjectId, wanted)
  const running = wanted && job?.state !== 'failed'
  return (
    <div className="job-region">
      {running && (
        <section className="panel job" aria-labelledby="job-title">
          <h2 id="job-title">{title}</h2>
          <Bar job={job} title={title} />
          <p>
            <span role="status">{t(stepOf(job))}</span>
            <span className={live ? 'pulse is-live' : 'pulse'}>{t(live ? 'job.live' : 'job.polling')}</span>
          </p>
        </section>
      )}
      <p className="usa-sr-only" role="status">
        {job?.state === 'succeeded' && ready}
      </p>
    </div>
  )
}

function Bar({ job, title }: { job: Job | null; title: string }) {
  const { t } = useLanguage()
  const percent = Math.round((job?.progress ?? 0) * 100)
  return <progress max={100} value={percent} aria-label={title} aria-valuetext={t('job.percent', { percent })} />
}

const stepOf = (job: Job | null): MessageKey => (job && job.state === 'running' ? (steps[job.step] ?? 'job.running') : 'job.queued')
