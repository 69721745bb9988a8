import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, type FormEvent } from 'react'
import { Link } from 'react-router'
import { api, bodyOf, type Schemas } from '../../api/client'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'

const sections = ['bodies', 'officials', 'meetings', 'matters', 'elections'] as const

type Settings = Schemas['PortalSettingsDetail']

const key = ['tenant', 'portal']

/** What the organization shows to everybody. */
export default function PortalSettingsPage() {
  const { t } = useLanguage()
  const { data: settings, error, refetch } = useQuery({ queryKey: key, queryFn: () => bodyOf(api.GET('/api/v1/tenant/portal')) })
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  if (!settings) return <Loading />
  return (
    <Page
      title={t('nav.portal')}
      lead={t('settings.lead')}
      aside={
        settings.open && (
          <Link className="usa-button usa-button--outline" to="/portal">
            {t('settings.see')}
          </Link>
        )
      }
    >
      <SettingsForm settings={settings} />
    </Page>
  )
}

function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useLanguage()
  const may = useMay()('platform.change_portal')
  const group = useId()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (body: Schemas['ChangePortal']) => bodyOf(api.PUT('/api/v1/tenant/portal', { body })),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved)
      void queries.invalidateQueries({ queryKey: ['portal'] })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    // Sections that this page does not know stay as they are.
    const others = settings.sections.filter((section) => !(sections as readonly string[]).includes(section))
    save.mutate({
      open: form.has('open'),
      sections: [...others, ...form.getAll('section').map(String)],
      takes_corrections: form.has('takes_corrections'),
      welcome: String(form.get('welcome')).trim() || null,
    })
  }
  return (
    <form className="panel" onSubmit={submit}>
      {save.error && <ErrorNote error={save.error} />}
      <label className="check">
        <input type="checkbox" name="open" defaultChecked={settings.open} disabled={!may} /> {t('settings.open')}
      </label>
      <fieldset className="checks" aria-describedby={group}>
        <legend className="usa-label">{t('settings.sections')}</legend>
        <p className="usa-hint" id={group}>
          {t('settings.sectionsHint')}
        </p>
        {sections.map((section) => (
          <label key={section} className="check">
            <input type="checkbox" name="section" value={section} defaultChecked={settings.sections.includes(section)} disabled={!may} /> {t(`portal.nav.${section}`)}
          </label>
        ))}
      </fieldset>
      <label className="check">
        <input type="checkbox" name="takes_corrections" defaultChecked={settings.takes_corrections} disabled={!may} /> {t('settings.corrections')}
      </label>
      <Field label={t('settings.welcome')} hint={t('settings.welcomeHint')}>
        {(input) => <textarea {...input} className="usa-textarea" name="welcome" rows={3} maxLength={5000} defaultValue={settings.welcome ?? ''} disabled={!may} />}
      </Field>
      {may ? (
        <div className="actions">
          <button type="submit" className="usa-button" disabled={save.isPending}>
            {t(save.isPending ? 'records.saving' : 'records.save')}
          </button>
        </div>
      ) : (
        <p className="quiet">{t('error.forbidden')}</p>
      )}
      <p role="status">{save.isSuccess && t('settings.saved')}</p>
    </form>
  )
}
