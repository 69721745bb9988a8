import { useState } from 'react'
import { useLanguage } from '../../i18n/language'
import { useJob } from '../../live/jobs'
import { ErrorNote } from '../../ui/ErrorNote'
import { FileDrop } from '../../ui/FileDrop'
import { useUploadTranscript, type Meeting } from './meetings'

const kinds = ['.vtt', '.srt', '.txt', '.json']

export function UploadTranscript({ meeting, onSent }: { meeting: Meeting; onSent: () => void }) {
  const { t } = useLanguage()
  const upload = useUploadTranscript(meeting.id)
  const [refused, setRefused] = useState<string | null>(null)

  const send = (file: File) => {
    const readable = kinds.some((kind) => file.name.toLowerCase().endsWith(kind))
    const reason = !readable
      ? t('upload.wrongKind', { file: file.name, formats: t('upload.formats') })
      : file.size === 0
        ? t('upload.empty', { file: file.name })
        : null
    setRefused(reason)
    if (reason) return
    upload.mutate(file, { onSuccess: onSent })
  }

  return (
    <section className="panel upload" aria-labelledby="upload-title">
      <h2 id="upload-title">{t('upload.title')}</h2>
      <p>{t('upload.text')}</p>
      {meeting.transcript_state === 'failed' && !upload.isPending && <FailedJob meetingId={meeting.id} />}
      {upload.error && <ErrorNote title={t('upload.failed')} error={upload.error} />}
      <div role="alert">{refused && <p className="usa-error-message">{refused}</p>}</div>
      <FileDrop label={t('upload.title')} formats={t('upload.formats')} accept={kinds.join(',')} busy={upload.isPending} onFile={send} />
      <p role="status">{upload.isPending && t('upload.sending', { file: upload.variables.name })}</p>
    </section>
  )
}

/** Says why the last transcript could not be processed. */
function FailedJob({ meetingId }: { meetingId: string }) {
  const { t } = useLanguage()
  const job = useJob(meetingId, true)
  return (
    <div className="usa-alert usa-alert--error" role="alert">
      <div className="usa-alert__body">
        <p className="usa-alert__heading">{t('upload.failed')}</p>
        {job?.error && <p className="usa-alert__text">{job.error}</p>}
      </div>
    </div>
  )
}
