import { useLanguage } from '../../../i18n/language'
import { sizeIn } from '../../records/attached'
import type { Attachment } from '../wire'
import { hostOf } from './LinkList'

type Props = { attachments: readonly Attachment[] }

/** Files to download and pages elsewhere that belong to a record. */
export function AttachmentList({ attachments }: Props) {
  const { t } = useLanguage()
  if (attachments.length === 0) return null
  return (
    <section aria-labelledby="attachments-title">
      <h2 id="attachments-title">{t('meetings.attachments')}</h2>
      <Files attachments={attachments} />
    </section>
  )
}

export function Files({ attachments }: Props) {
  const { language } = useLanguage()
  if (attachments.length === 0) return null
  return (
    <ul className="links">
      {attachments.map(({ title, url, classification, file_name, size }, index) => (
        <li key={index}>
          <a href={url} {...(file_name ? { download: file_name } : { rel: 'noreferrer' })}>
            {title}
          </a>
          <small>{[typeof size === 'number' ? sizeIn(language, size) : hostOf(url), classification].filter(Boolean).join(' · ')}</small>
        </li>
      ))}
    </ul>
  )
}
