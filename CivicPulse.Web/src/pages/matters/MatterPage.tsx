import { Link, useParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { Attachments } from '../records/Attachments'
import { PublicState, Publication } from '../records/Publication'
import { useParticulars } from '../records/useParticulars'
import { Actions } from './Actions'
import { useMatter, useMatterFields, useSaveMatter, type Matter } from './matters'
import { Sponsors } from './Sponsors'
import { StatusState } from './StatusState'

export default function MatterPage() {
  const { id } = useParams()
  const { data: matter, error, refetch } = useMatter(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return matter ? <LoadedMatter key={matter.id} matter={matter} /> : <Loading />
}

function LoadedMatter({ matter }: { matter: Matter }) {
  const { t } = useLanguage()
  const may = useMay()
  const save = useSaveMatter(matter.id)
  const { fields } = useMatterFields()
  const { edit, particulars } = useParticulars({ record: matter, specs: fields, told: ['title'], may: may('governance.write'), save })
  return (
    <Page
      title={`${matter.identifier} ${matter.title}`}
      above={
        <nav className="crumb" aria-label={t('nav.matters')}>
          <Link to="/matters">{t('nav.matters')}</Link>
        </nav>
      }
      lead={
        <>
          <Link to={`/bodies/${matter.body_id}`}>{matter.body_name}</Link>
          {matter.legislative_session && <span>{matter.legislative_session}</span>}
          <StatusState status={matter.status} />
          <PublicState published={Boolean(matter.published_at)} />
        </>
      }
      aside={edit}
    >
      {particulars}
      <Publication kind="matters" record={matter} />
      <Sponsors matter={matter} />
      <Actions matter={matter} />
      <Attachments owners="matters" ownerId={matter.id} of={matter.title} />
    </Page>
  )
}
