import { useId, useState } from 'react'
import { useLanguage } from '../i18n/language'
import { Icon } from './Icon'

type Props = { label: string; formats: string; accept: string; busy?: boolean; onFile: (file: File) => void }

/** The native input covers the whole target, so picking, dropping and the keyboard all work without scripts of ours. */
export function FileDrop({ label, formats, accept, busy, onFile }: Props) {
  const { t } = useLanguage()
  const id = useId()
  const [over, setOver] = useState(false)
  return (
    <div className={over ? 'file-drop is-over' : 'file-drop'} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)}>
      <Icon name="upload" />
      <label htmlFor={id}>
        <span className="usa-sr-only">{label}: </span>
        {t('upload.drop')} <u>{t('upload.choose')}</u>
      </label>
      <p id={`${id}-formats`}>{formats}</p>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={busy}
        aria-describedby={`${id}-formats`}
        onDrop={() => setOver(false)}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // Emptied, so that choosing the same, corrected file again is noticed.
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
    </div>
  )
}
