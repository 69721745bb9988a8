import { useState, type FormEvent } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ConfirmButton } from '../../ui/ConfirmButton'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FileDrop } from '../../ui/FileDrop'
import { FormActions } from '../../ui/FormActions'
import { hostOf } from '../portal/record/LinkList'
import { addressOf, sizeIn, useAttach, useAttachments, useDetach, type Attachment, type Owners } from './attached'

type Props = { owners: Owners; ownerId: string; of: string }

const accepted = '.pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.gif,.webp,.txt,.csv,.md'

/** Files and links that belong to a record; below another record they are folded away until somebody wants them. */
export function Attachments({ folded, ...props }: Props & { folded?: boolean }) {
  const { t } = useLanguage()
  const [open, setOpen] = useState(false)
  if (!folded) return <OpenAttachments {...props} />
  return (
    <details className="folded" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('meetings.attachments')} <span className="usa-sr-only">{props.of}</span>
      </summary>
      {open && <OpenAttachments {...props} heading="h3" />}
    </details>
  )
}

function OpenAttachments({ owners, ownerId, of, heading = 'h2' }: Props & { heading?: 'h2' | 'h3' }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const { data: attachments, error, refetch } = useAttachments(owners, ownerId)
  return (
    <AddingSection
      title={t('meetings.attachments')}
      action={t('attachments.add')}
      may={may}
      heading={heading}
      renderForm={(close) => <Attach owners={owners} ownerId={ownerId} of={of} onDone={close} />}
    >
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {attachments?.length === 0 && <p className="quiet">{t('attachments.none')}</p>}
      {attachments && attachments.length > 0 && (
        <ul className="attachments">
          {attachments.map((attachment) => (
            <AttachmentRow key={attachment.id} owners={owners} ownerId={ownerId} attachment={attachment} may={may} />
          ))}
        </ul>
      )}
    </AddingSection>
  )
}

type RowProps = { owners: Owners; ownerId: string; attachment: Attachment; may: boolean }

function AttachmentRow({ owners, ownerId, attachment, may }: RowProps) {
  const { t, language, day } = useLanguage()
  const detach = useDetach(owners, ownerId)
  const { title, url, file_name, size, classification, created_at } = attachment
  const told = [url ? hostOf(url) : file_name !== title && file_name, typeof size === 'number' && sizeIn(language, size), classification, day(created_at)]
  return (
    <li>
      <a href={addressOf(owners, ownerId, attachment)} {...(url ? { rel: 'noreferrer' } : { download: file_name ?? title })}>
        {title}
      </a>
      <small>{told.filter(Boolean).join(' · ')}</small>
      {detach.error && <ErrorNote error={detach.error} />}
      {may && <ConfirmButton label={t('records.delete')} name={title} busy={detach.isPending} onConfirm={() => detach.mutate(attachment.id)} />}
    </li>
  )
}

function Attach({ owners, ownerId, of, onDone }: Props & { onDone: () => void }) {
  const { t } = useLanguage()
  const attach = useAttach(owners, ownerId)
  const [missing, setMissing] = useState({ title: false, url: false })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [title, url, classification] = ['title', 'url', 'classification'].map((name) => String(form.get(name)).trim()) as [string, string, string]
    const wrong = { title: !title, url: !/^https?:\/\/\S+$/.test(url) }
    setMissing(wrong)
    if (wrong.title || wrong.url) return event.currentTarget.querySelector<HTMLElement>(wrong.title ? '[name=title]' : '[name=url]')?.focus()
    attach.mutate({ title, url, ...(classification ? { classification } : {}) }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={`${t('attachments.add')}: ${of}`}>
      {attach.error && <ErrorNote error={attach.error} />}
      <FileDrop label={t('attachments.file')} formats={t('attachments.formats')} accept={accepted} busy={attach.isPending} onFile={(file) => attach.mutate(file, { onSuccess: onDone })} />
      <p role="status">{attach.isPending && t('attachments.sending')}</p>
      <p className="quiet">{t('attachments.orLink')}</p>
      <div className="side-by-side">
        <Field label={t('attachments.title')} error={missing.title ? t('records.required') : undefined}>
          {(input) => <input {...input} className="usa-input" name="title" maxLength={500} />}
        </Field>
        <Field label={t('attachments.url')} error={missing.url ? t('attachments.urlWrong') : undefined}>
          {(input) => <input {...input} className="usa-input" name="url" type="url" inputMode="url" maxLength={2000} placeholder="https://" />}
        </Field>
        <Field label={t('attachments.classification')} hint={t('attachments.classificationHint')}>
          {(input) => <input {...input} className="usa-input" name="classification" maxLength={60} />}
        </Field>
      </div>
      <FormActions busy={attach.isPending} onCancel={onDone} />
    </form>
  )
}
