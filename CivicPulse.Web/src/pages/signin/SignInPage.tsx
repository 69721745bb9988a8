import { useId, useState, type FormEvent } from 'react'
import { Navigate, useLocation, type Location } from 'react-router'
import { Problem } from '../../api/problem'
import { useSession, useSignIn } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Page } from '../../ui/Page'

export default function SignInPage() {
  const { t } = useLanguage()
  const { data: session } = useSession()
  const from = (useLocation().state as { from?: Location } | null)?.from
  if (session) return <Navigate to={from ?? '/'} replace />
  return (
    <div className="sign-in">
      <Page title={t('signIn.title')} lead={from && from.pathname !== '/' ? t('signIn.sentBack') : t('signIn.lead')}>
        <SignInForm />
      </Page>
    </div>
  )
}

function SignInForm() {
  const { t } = useLanguage()
  const signIn = useSignIn()
  const [missing, setMissing] = useState(false)
  const wrong = signIn.error instanceof Problem && (signIn.error.status === 401 || signIn.error.status === 400)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const username = String(form.get('username')).trim()
    const password = String(form.get('password'))
    setMissing(!username || !password)
    if (username && password) signIn.mutate({ username, password })
  }

  return (
    <form className="panel" onSubmit={submit} noValidate>
      <div role="alert">
        {(missing || wrong) && <p className="usa-error-message">{t(missing ? 'signIn.required' : 'signIn.wrong')}</p>}
      </div>
      {signIn.error && !wrong && !missing && <ErrorNote error={signIn.error} />}
      <Field label={t('signIn.email')}>
        {(input) => <input {...input} className="usa-input" name="username" type="email" autoComplete="username" autoCapitalize="none" />}
      </Field>
      <PasswordField />
      <button type="submit" className="usa-button" disabled={signIn.isPending}>
        {t(signIn.isPending ? 'signIn.busy' : 'signIn.submit')}
      </button>
    </form>
  )
}

function PasswordField() {
  const { t } = useLanguage()
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div className="usa-form-group password">
      <label className="usa-label" htmlFor={id}>
        {t('signIn.password')}
      </label>
      <button type="button" className="usa-button usa-button--unstyled" aria-controls={id} onClick={() => setShown(!shown)}>
        {t(shown ? 'signIn.hide' : 'signIn.show')}
      </button>
      <input className="usa-input" id={id} name="password" type={shown ? 'text' : 'password'} autoComplete="current-password" />
    </div>
  )
}
