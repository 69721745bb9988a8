import { useLanguage } from '../../../i18n/language'
import type { MessageKey } from '../../../i18n/en'
import type { ContactDetail } from '../wire'

const known = new Set(['address', 'voice', 'fax', 'cell', 'email', 'video', 'url', 'other'])

/** Ways to reach somebody; what a phone or a mail program can open is a link. */
export function Contact({ details }: { details: readonly ContactDetail[] }) {
  const { t } = useLanguage()
  if (details.length === 0) return null
  return (
    <section aria-labelledby="contact-title">
      <h2 id="contact-title">{t('portal.contact')}</h2>
      <dl className="facts">
        {details.map(({ type, value }, index) => (
          <div key={index}>
            <dt>{known.has(type) ? t(`contact.${type}` as MessageKey) : type}</dt>
            <dd>{linkOf(type, value) ? <a href={linkOf(type, value)}>{value}</a> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function linkOf(type: string, value: string): string | undefined {
  if (type === 'voice' || type === 'cell') return `tel:${value.replaceAll(/[^\d+]/g, '')}`
  if (type === 'email') return `mailto:${value}`
  return /^https?:\/\//.test(value) ? value : undefined
}
