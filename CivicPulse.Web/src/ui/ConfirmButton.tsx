import { useState } from 'react'
import { useLanguage } from '../i18n/language'

type Props = { label: string; name: string; busy?: boolean; onConfirm: () => void }

/** What cannot be undone takes a second press; leaving it forgets the first. */
export function ConfirmButton({ label, name, busy, onConfirm }: Props) {
  const { t } = useLanguage()
  const [asked, setAsked] = useState(false)
  return (
    <button
      type="button"
      className={asked ? 'usa-button usa-button--unstyled is-asked' : 'usa-button usa-button--unstyled'}
      disabled={busy}
      onBlur={() => setAsked(false)}
      onClick={() => (asked ? onConfirm() : setAsked(true))}
    >
      {asked ? t('records.really', { action: label }) : label} <span className="usa-sr-only">{name}</span>
    </button>
  )
}
