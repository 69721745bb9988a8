import { useParams, Link } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { JobProgress } from '../../live/JobProgress'
import { Loading } from '../../ui/Loading'
import { Page } from '../../ui/Page'
import { ProblemPage } from '../../ui/ProblemPage'
import { readable } from '../portal/bodies/words'
import { ColumnMapping } from './ColumnMapping'
import { useImport, type Import } from './imports'
import { Preview } from './Preview'
import { RunOutcome } from './RunOutcome'
import { StartForm } from './StartForm'

export default function ImportPage() {
  const { id } = useParams()
  const { data, error, refetch } = useImport(id)
  if (error) return <ProblemPage error={error} onRetry={() => void refetch()} />
  return data ? <LoadedImport key={data.id} taken={data} /> : <Loading />
}

function LoadedImport({ taken }: { taken: Import }) {
  const { t, moment, language } = useLanguage()
  const running = taken.state === 'running'
  return (
    <Page
      title={taken.file_name}
      above={
        <nav className="crumb" aria-label={t('nav.imports')}>
          <Link to="/imports">{t('nav.imports')}</Link>
        </nav>
      }
      lead={
        <>
          <span>{readable(taken.kind)}</span>
          <span>{Math.max(1, Math.round(taken.size / 1024)).toLocaleString(language)} kB</span>
          <time dateTime={taken.created_at}>{moment(taken.created_at)}</time>
          <span className={`state state--${taken.state}`}>{t(`imports.state.${taken.state}`)}</span>
        </>
      }
    >
      <JobProgress subjectId={taken.id} title={t('imports.running')} ready={t('imports.done')} wanted={running} />
      {taken.run && <RunOutcome taken={taken} run={taken.run} />}
      {!running && taken.format !== 'dataset' && <ColumnMapping taken={taken} />}
      {!running && <StartForm taken={taken} />}
      <Preview taken={taken} />
    </Page>
  )
}
