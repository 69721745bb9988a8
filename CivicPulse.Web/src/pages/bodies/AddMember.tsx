import { useId, useState, type FormEvent } from 'react'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { useOfficialList } from '../officials/officials'
import { useAddMembership, usePosts } from './bodies'

/** Somebody who is known by name becomes a link; anybody else is kept as a name. */
export function AddMember({ bodyId, onDone }: { bodyId: string; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useAddMembership(bodyId)
  const posts = usePosts(bodyId).data ?? []
  const proposed = useId()
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const known = useOfficialList(name.length >= 3 ? name : '', false).data?.pages[0]?.items ?? []

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (field: string) => String(form.get(field) ?? '').trim() || null
    const role = said('role')
    setMissing(!name.trim() || !role)
    if (!name.trim() || !role) return
    const official = known.find((one) => one.name === name.trim())
    const who = official ? { official_id: official.id } : { person_name: name.trim() }
    add.mutate({ ...who, role, post_id: said('post_id'), start_date: said('start_date'), end_date: said('end_date') }, { onSuccess: onDone })
  }

  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('bodies.addMember')}>
      {add.error && <ErrorNote error={add.error} />}
      <div className="side-by-side">
        <Field label={t('field.name')} hint={t('bodies.nameHint')} error={missing ? t('records.required') : undefined}>
          {(input) => (
            <>
              <input {...input} className="usa-input" value={name} onChange={(event) => setName(event.target.value)} maxLength={300} list={proposed} autoFocus />
              <datalist id={proposed}>
                {known.slice(0, 10).map((one) => (
                  <option key={one.id}>{one.name}</option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t('field.role')} hint={t('bodies.roleHint')} error={missing ? t('records.required') : undefined}>
          {(input) => <input {...input} className="usa-input" name="role" maxLength={200} />}
        </Field>
        {posts.length > 0 && (
          <Field label={t('bodies.seat')}>
            {(input) => (
              <select {...input} className="usa-select" name="post_id" defaultValue="">
                <option value="">{t('bodies.noSeat')}</option>
                {posts.map((post) => (
                  <option key={post.id} value={post.id}>
                    {post.label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t('bodies.from')} hint={t('records.dateHint')}>
          {(input) => <input {...input} className="usa-input" name="start_date" maxLength={10} />}
        </Field>
        <Field label={t('bodies.to')} hint={t('bodies.toHint')}>
          {(input) => <input {...input} className="usa-input" name="end_date" maxLength={10} />}
        </Field>
      </div>
      <FormActions busy={add.isPending} onCancel={onDone} />
    </form>
  )
}
