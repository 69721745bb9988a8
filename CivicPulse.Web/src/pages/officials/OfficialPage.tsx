import { Link, useParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { Loading } from '../../ui/Loading'
import { More } from '../../ui/More'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { useMemberships } from '../bodies/bodies'
import { Period } from '../portal/officials/Period'
import { PublicState, Publication } from '../records/Publication'
import { useParticulars } from '../records/useParticulars'
import { officialFields, useOfficial, useSaveOfficial, type Official } from './officials'

export default function OfficialPage() {
  const { id } = useParams()
  const { data: official, error, refetch } = useOfficial(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return official ? <LoadedOfficial key={official.id} official={official} /> : <Loading />
}

function LoadedOfficial({ official }: { official: Official }) {
  const { t } = useLanguage()
  const may = useMay()
  const save = useSaveOfficial(official.id)
  const { edit, particulars } = useParticulars({ record: official, specs: officialFields, told: ['name'], may: may('governance.write'), save })
  return (
    <Page
      title={official.name}
      above={
        <nav className="crumb" aria-label={t('nav.officials')}>
          <Link to="/officials">{t('nav.officials')}</Link>
        </nav>
      }
      lead={
        <>
          {official.party && <span>{official.party}</span>}
          <PublicState published={Boolean(official.published_at)} />
        </>
      }
      aside={edit}
    >
      {particulars}
      <Publication kind="officials" record={official} />
      <Offices id={official.id} />
    </Page>
  )
}

function Offices({ id }: { id: string }) {
  const { t } = useLanguage()
  const list = useMemberships({ official_id: id }, ['officials', id, 'memberships'])
  const memberships = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="offices-title">
      <h2 id="offices-title">{t('field.terms')}</h2>
      {list.data && memberships.length === 0 && <p className="quiet">{t('officials.noOffices')}</p>}
      {memberships.length > 0 && (
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('officials.office')}</th>
              <th scope="col">{t('officials.period')}</th>
            </tr>
          </thead>
          <tbody>
            {memberships.map((membership) => (
              <tr key={membership.id}>
                <th scope="row">
                  {membership.post_label ?? membership.role}
                  <small>
                    <Link to={`/bodies/${membership.body_id}`}>{membership.body_name}</Link>
                  </small>
                </th>
                <td>
                  <Period term={membership} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </section>
  )
}
