import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { Field } from '../../ui/Field'
import { useMeetings } from '../meetings/meetings'
import { longestQuestion } from './questions'

type Props = { meetingId: string; busy: boolean; onAsk: (text: string, meetingId: string) => void; onStop: () => void }

export function AskForm({ meetingId, busy, onAsk, onStop }: Props) {
  const { t } = useLanguage()
  const [refused, setRefused] = useState<string | undefined>()
  const [scope, setScope] = useState<string | null>(null)
  const meetings = useMeetings().data?.pages.flatMap((page) => page.items).filter((meeting) => meeting.transcript_state === 'ready')

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const box = event.currentTarget.elements.namedItem('question') as HTMLTextAreaElement
    const text = box.value.trim()
    const reason = !text ? t('ask.required') : text.length > longestQuestion ? t('ask.tooLong', { max: longestQuestion }) : undefined
    setRefused(reason)
    if (reason) box.focus()
    else onAsk(text, scope ?? meetingId)
  }

  return (
    <form className="panel ask-form" onSubmit={submit} noValidate>
      <Field label={t('ask.label')} error={refused}>
        {(input) => <textarea {...input} className="usa-textarea" name="question" rows={1} placeholder={t('ask.placeholder')} onKeyDown={enterSubmits} />}
      </Field>
      <div className="ask-row">
        <Field label={t('ask.scope')}>
          {(input) => (
            <select {...input} className="usa-select" value={scope ?? meetingId} onChange={(event) => setScope(event.target.value)}>
              <option value="">{t('ask.everywhere')}</option>
              {meetings?.map((meeting) => (
                <option key={meeting.id} value={meeting.id}>
                  {meeting.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {busy ? (
          <button type="button" className="usa-button usa-button--outline" onClick={onStop}>
            {t('ask.stop')}
          </button>
        ) : (
          <button type="submit" className="usa-button">
            {t('ask.submit')}
          </button>
        )}
      </div>
    </form>
  )
}

/** As in every message box: Enter sends, Shift+Enter starts a line. */
function enterSubmits(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}
