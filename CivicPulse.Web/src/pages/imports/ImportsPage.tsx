import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FileDrop } from '../../ui/FileDrop'
import { Loading } from '../../ui/Loading'
import { More } from '../../ui/More'
import { Page } from '../../ui/Page'
import { readable } from '../portal/bodies/words'
import { Exports } from './Exports'
import { useImports, useKinds, useUploadImport, type Kind } from './imports'

const accepted = '.csv,.tsv,.txt,.json,.jsonl,.xlsx,.zip,.yaml,.yml,.geojson,.kml,.xml'

export default function ImportsPage() {
  const { t } = useLanguage()
  const may = useMay()
  const kinds = useKinds()
  return (
    <Page title={t('nav.imports')} lead={t('imports.lead')}>
      {kinds.error && <ErrorNote error={kinds.error} onRetry={() => void kinds.refetch()} />}
      {kinds.isPending && <Loading />}
      {kinds.data && may('platform.import') && <NewImport kinds={kinds.data.items.filter((kind) => kind.importable)} />}
      <PastImports />
      {kinds.data && may('platform.export') && <Exports kinds={kinds.data.items.filter((kind) => kind.exportable)} />}
    </Page>
  )
}

function NewImport({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const upload = useUploadImport()
  const [chosen, setChosen] = useState('')
  const kind = kinds.find((one) => one.kind === chosen)
  return (
    <section className="panel upload" aria-labelledby="import-title">
      <h2 id="import-title">{t('imports.new')}</h2>
      {upload.error && <ErrorNote error={upload.error} />}
      <Field label={t('imports.kind')} hint={t('imports.kindHint')}>
        {(input) => (
          <select {...input} className="usa-select" value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t('imports.choose')}</option>
            {kinds.map((one) => (
              <option key={one.kind} value={one.kind}>
                {readable(one.kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind && (
        <>
          <p className="quiet">{kind.about ?? t('imports.columns', { columns: kind.fields.map((field) => (field.required ? `${field.name}*` : field.name)).join(', ') })}</p>
          <FileDrop
            label={t('imports.new')}
            formats={t('imports.formats')}
            accept={accepted}
            busy={upload.isPending}
            onFile={(file) => upload.mutate({ kind: kind.kind, file }, { onSuccess: (taken) => void navigate(`/imports/${taken.id}`) })}
          />
        </>
      )}
      <p role="status">{upload.isPending && t('upload.sending', { file: upload.variables.file.name })}</p>
    </section>
  )
}

function PastImports() {
  const { t, moment } = useLanguage()
  const list = useImports()
  const imports = list.data?.pages.flatMap((page) => page.items)
  if (!imports) return null
  if (imports.length === 0) return <EmptyState title={t('imports.emptyTitle')} text={t('imports.emptyText')} />
  return (
    <section aria-labelledby="past-title">
      <h2 id="past-title">{t('imports.past')}</h2>
      <ul className="rows">
        {imports.map((one) => (
          <li key={one.id}>
            <Link to={`/imports/${one.id}`}>{one.file_name}</Link>
            <p>
              <span>{readable(one.kind)}</span>
              <time dateTime={one.created_at}>{moment(one.created_at)}</time>
            </p>
          </li>
        ))}
      </ul>
      <More list={list} />
    </section>
  )
}
