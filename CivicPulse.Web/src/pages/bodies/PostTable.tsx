import { useState, type FormEvent } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { RowPublication } from '../records/Publication'
import { useAddPost, usePosts, type Body } from './bodies'

export function PostTable({ body }: { body: Body }) {
  const { t } = useLanguage()
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = usePosts(body.id)
  const posts = data ?? []
  return (
    <section aria-labelledby="seats-title">
      <div className="section-head">
        <h2 id="seats-title">{t('bodies.seats')}</h2>
        {may('governance.write') && !adding && (
          <button type="button" className="usa-button usa-button--unstyled" onClick={() => setAdding(true)}>
            {t('bodies.addPost')}
          </button>
        )}
      </div>
      {adding && <AddPost bodyId={body.id} onDone={() => setAdding(false)} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && posts.length === 0 && <p className="quiet">{t('bodies.noPosts')}</p>}
      {posts.length > 0 && (
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('bodies.seat')}</th>
              <th scope="col">{t('bodies.heldBy')}</th>
            </tr>
          </thead>
          <tbody>
            {posts.map((post) => (
              <tr key={post.id}>
                <th scope="row">
                  {post.label}
                  <small>
                    <RowPublication kind="posts" id={post.id} name={post.label} published={Boolean(post.published_at)} />
                  </small>
                </th>
                <td>
                  {post.held_by} {post.vacant && <span className="state state--vacant">{t('bodies.vacant')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function AddPost({ bodyId, onDone }: { bodyId: string; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useAddPost(bodyId)
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [label, role, division] = ['label', 'role', 'division_id'].map((name) => String(form.get(name)).trim()) as [string, string, string]
    setMissing(!label || !role)
    if (label && role) add.mutate({ label, role, maximum_memberships: 1, ...(division ? { division_id: division } : {}) }, { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('bodies.addPost')}>
      {add.error && <ErrorNote error={add.error} />}
      <div className="side-by-side">
        <Field label={t('bodies.seat')} hint={t('bodies.seatHint')} error={missing ? t('records.required') : undefined}>
          {(input) => <input {...input} className="usa-input" name="label" maxLength={300} autoFocus />}
        </Field>
        <Field label={t('field.role')} hint={t('bodies.roleHint')} error={missing ? t('records.required') : undefined}>
          {(input) => <input {...input} className="usa-input" name="role" maxLength={200} />}
        </Field>
        <Field label={t('records.division')} hint={t('records.divisionHint')}>
          {(input) => <input {...input} className="usa-input" name="division_id" maxLength={300} />}
        </Field>
      </div>
      <FormActions busy={add.isPending} onCancel={onDone} />
    </form>
  )
}
