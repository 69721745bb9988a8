import { useMutation } from '@tanstack/react-query'
import { useId, useRef, useState, type FormEvent } from 'react'
import { Problem, problemFrom } from '../../../api/problem'
import type { Schemas } from '../../../api/client'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { addressOf, usePortal } from '../portal'

export type Subject = { kind: string; id: string; title: string; fields: { name: string; label: string }[] }

/** The browser's own dialog: it keeps the focus inside, closes on Escape and gives the focus back to the button. */
export function ReportError({ subject }: { subject: Subject }) {
  const { t } = useLanguage()
  const { data: portal } = usePortal()
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const [round, setRound] = useState(0)
  if (!portal?.takes_corrections) return null
  const open = () => {
    setRound(round + 1)
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" className="usa-button usa-button--outline" onClick={open}>
        {t('report.open')}
      </button>
      <dialog className="dialog" ref={dialog} aria-labelledby={title}>
        <h2 id={title}>{t('report.title', { title: subject.title })}</h2>
        <ReportForm key={round} subject={subject} onClose={() => dialog.current?.close()} />
      </dialog>
    </>
  )
}

function useReport() {
  return useMutation({
    mutationFn: async (report: Schemas['ReportError']) => {
      const response = await fetch(addressOf('/corrections'), {
        method: 'POST',
        credentials: 'omit',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(report),
      }).catch(() => {
        throw new Problem(0)
      })
      if (!response.ok) throw await problemFrom(response)
      return (await response.json()) as Schemas['CorrectionReceipt']
    },
  })
}

function ReportForm({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const { t } = useLanguage()
  const report = useReport()
  const [missing, setMissing] = useState(false)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim() || null
    const message = said('message')
    setMissing(!message)
    if (!message) {
      event.currentTarget.querySelector('textarea')?.focus()
      return
    }
    report.mutate({ kind: subject.kind, id: subject.id, message, field: said('field'), proposed: said('proposed'), email: said('email') })
  }

  if (report.data) return <Thanks onClose={onClose} />
  return (
    <form onSubmit={submit} noValidate>
      <p className="quiet">{t('report.lead')}</p>
      {report.error && <ErrorNote error={report.error} />}
      <Field label={t('report.field')}>
        {(input) => (
          <select {...input} className="usa-select" name="field" defaultValue="">
            <option value="">{t('report.anyField')}</option>
            {subject.fields.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('report.message')} error={missing ? t('report.messageRequired') : undefined}>
        {(input) => <textarea {...input} className="usa-textarea" name="message" rows={3} maxLength={5000} aria-required />}
      </Field>
      <Field label={t('report.proposed')} hint={t('report.optional')}>
        {(input) => <input {...input} className="usa-input" name="proposed" maxLength={5000} />}
      </Field>
      <Field label={t('report.email')} hint={t('report.emailHint')}>
        {(input) => <input {...input} className="usa-input" name="email" type="email" maxLength={254} autoComplete="email" />}
      </Field>
      <div className="actions">
        <button type="submit" className="usa-button" disabled={report.isPending}>
          {t(report.isPending ? 'report.sending' : 'report.send')}
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
          {t('report.cancel')}
        </button>
      </div>
    </form>
  )
}

function Thanks({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage()
  return (
    <>
      <p role="status" ref={(text) => text?.focus()} tabIndex={-1}>
        {t('report.thanks')}
      </p>
      <div className="actions">
        <button type="button" className="usa-button" onClick={onClose}>
          {t('report.close')}
        </button>
      </div>
    </>
  )
}
