import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { feedAddress, formats, webcalAddress, type Feeds } from './feeds'

/** Feeds of a page, and the address that a calendar program subscribes to. */
export function FeedLinks({ feeds }: { feeds: Feeds }) {
  const { t } = useLanguage()
  const origin = window.location.origin
  return (
    <section className="feeds" aria-labelledby="feeds-title">
      <h2 id="feeds-title">{t('feeds.title')}</h2>
      <ul>
        {formats
          .filter((format) => !feeds.undated || format !== 'ics')
          .map((format) => (
          <li key={format}>
            <a href={feedAddress(feeds, format, origin)}>{t(`feeds.${format}`)}</a>
          </li>
        ))}
      </ul>
      {!feeds.undated && <Subscribe address={webcalAddress(feeds, origin)} />}
    </section>
  )
}

function Subscribe({ address }: { address: string }) {
  const { t } = useLanguage()
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(address).then(() => setCopied(true), () => undefined)
  return (
    <div className="subscribe">
      <a href={address}>{t('feeds.subscribe')}</a>
      <code>{address}</code>
      <button type="button" className="usa-button usa-button--outline" onClick={copy}>
        {t('feeds.copy')}
      </button>
      <span role="status">{copied && t('feeds.copied')}</span>
    </div>
  )
}
