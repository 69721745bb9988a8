import { Link, useParams } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { classificationIn } from '../portal/bodies/words'
import { PublicState, Publication } from '../records/Publication'
import { useParticulars } from '../records/useParticulars'
import { bodyFields, useBody, useSaveBody, type Body } from './bodies'
import { MemberTable } from './MemberTable'
import { PostTable } from './PostTable'

export default function BodyPage() {
  const { id } = useParams()
  const { data: body, error, refetch } = useBody(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return body ? <LoadedBody key={body.id} body={body} /> : <Loading />
}

function LoadedBody({ body }: { body: Body }) {
  const { t } = useLanguage()
  const may = useMay()
  const save = useSaveBody(body.id)
  const { edit, particulars } = useParticulars({ record: body, specs: bodyFields, told: ['name', 'classification'], may: may('governance.write'), save })
  return (
    <Page
      title={body.name}
      above={
        <nav className="crumb" aria-label={t('nav.bodies')}>
          <Link to="/bodies">{t('nav.bodies')}</Link>
        </nav>
      }
      lead={
        <>
          <span>{classificationIn(t, body.classification)}</span>
          {body.parent_id && <Link to={`/bodies/${body.parent_id}`}>{body.parent_name}</Link>}
          <PublicState published={Boolean(body.published_at)} />
        </>
      }
      aside={edit}
    >
      {particulars}
      <Publication kind="bodies" record={body} />
      <PostTable body={body} />
      <MemberTable body={body} />
    </Page>
  )
}
