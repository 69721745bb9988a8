import { useId } from 'react'
import { useNavigate } from 'react-router'
import { languages, useLanguage, type Language } from '../i18n/language'
import { Icon } from '../ui/Icon'
import { useDisclosure } from '../ui/useDisclosure'
import { useSignOut, type Session } from './session'

/** Language for everybody; who is signed in and the way out for those who are. */
export function SessionMenu({ session }: { session: Session | null }) {
  const { t } = useLanguage()
  const { open, setOpen, panel, button, around, onKeyDown } = useDisclosure()

  return (
    <div className="session-menu" ref={around} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        {session ? <span>{initials(session.display_name)} </span> : <Icon name="settings" />}
        <span className="usa-sr-only">{t('session.menu')}</span>
      </button>
      <div className="session-panel" id={panel} hidden={!open}>
        {session && (
          <p>
            <strong>{session.display_name}</strong>
            <span>{session.email}</span>
          </p>
        )}
        <LanguageChoice />
        {session && <SignOutButton onLeft={() => setOpen(false)} />}
      </div>
    </div>
  )
}

function LanguageChoice() {
  const { t, language, choose } = useLanguage()
  const id = useId()
  return (
    <>
      <label className="usa-label" htmlFor={id}>
        {t('session.language')}
      </label>
      <select className="usa-select" id={id} value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </>
  )
}

function SignOutButton({ onLeft }: { onLeft: () => void }) {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: () => {
        onLeft()
        void navigate('/sign-in')
      },
    })
  return (
    <button type="button" className="usa-button usa-button--outline" disabled={signOut.isPending} onClick={leave}>
      {t('session.signOut')}
    </button>
  )
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
