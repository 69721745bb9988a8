import { useId, type FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { EmptyState } from '../../../ui/EmptyState'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { Page } from '../../../ui/Page'
import { isAbsent, useList } from '../portal'
import { PortalClosed } from '../PortalClosed'
import { More } from '../../../ui/More'
import type { Official } from '../wire'
import { Initials } from './Initials'

export default function OfficialsPage() {
  const { t } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const name = search.get('q') ?? ''
  const party = search.get('party') ?? ''
  const list = useList<Official>('/officials', { 'name[contains]': name, 'party[contains]': party })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const wanted = { q: String(form.get('q')).trim(), party: String(form.get('party')).trim() }
    setSearch(Object.entries(wanted).filter(([, value]) => value))
  }

  if (isAbsent(list.error)) return <PortalClosed />
  const found = list.items
  return (
    <Page title={t('portal.nav.officials')} lead={t('officials.publicLead')}>
      <form className="panel find find--two" role="search" onSubmit={submit}>
        <Field label={t('officials.find')}>
          {(input) => <input {...input} key={name} className="usa-input" type="search" name="q" defaultValue={name} maxLength={200} />}
        </Field>
        <PartyField party={party} known={found ?? []} />
        <button type="submit" className="usa-button">
          {t('search.submit')}
        </button>
      </form>
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {found?.length === 0 && (
        <EmptyState title={t(name || party ? 'portal.nothingFound' : 'officials.publicEmpty')} text={t(name || party ? 'portal.nothingFoundText' : 'officials.publicEmptyText')} />
      )}
      {found && <OfficialRows officials={found} />}
      <More list={list} />
    </Page>
  )
}

/** Any party can be typed; those seen so far are proposed. */
function PartyField({ party, known }: { party: string; known: readonly Official[] }) {
  const { t } = useLanguage()
  const list = useId()
  const parties = [...new Set(known.map((official) => official.party).filter(Boolean))].toSorted()
  return (
    <Field label={t('field.party')}>
      {(input) => (
        <>
          <input {...input} key={party} className="usa-input" name="party" defaultValue={party} maxLength={200} list={list} />
          <datalist id={list}>
            {parties.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function OfficialRows({ officials }: { officials: readonly Official[] }) {
  return (
    <ul className="rows rows--people">
      {officials.map((official) => (
        <li key={official.id}>
          <Initials name={official.name} />
          <Link to={`/portal/officials/${official.slug}`}>{official.name}</Link>
          <p>
            {official.post_label && <span>{official.post_label}</span>}
            {official.party && <span>{official.party}</span>}
          </p>
        </li>
      ))}
    </ul>
  )
}
