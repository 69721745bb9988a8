import { useId, useState } from 'react'
import { Field } from '../../ui/Field'
import { useOfficialList } from '../officials/officials'

export type Named = { id?: string | null | undefined; name: string }

/** Somebody in a form: a known official once the name is one of theirs, else just the name. */
export function usePerson(initial: string | null | undefined, near: readonly Named[] = []) {
  const [name, setName] = useState(initial ?? '')
  const found = useOfficialList(name.trim().length >= 3 ? name.trim() : '', false).data?.pages[0]?.items ?? []
  const known = [...near, ...found.filter((one) => !near.some(({ id }) => id === one.id))]
  const official = known.find((one) => one.id && one.name === name.trim())
  return { name, setName, known, said: name.trim(), official: official?.id ?? undefined }
}

type Props = { person: ReturnType<typeof usePerson>; label: string; hint?: string; error?: string | undefined; focused?: boolean }

export function PersonInput({ person, label, hint, error, focused }: Props) {
  const proposed = useId()
  return (
    <Field label={label} {...(hint ? { hint } : {})} error={error}>
      {(input) => (
        <>
          <input
            {...input}
            className="usa-input"
            value={person.name}
            onChange={(event) => person.setName(event.target.value)}
            maxLength={300}
            list={proposed}
            autoComplete="off"
            autoFocus={focused}
          />
          <datalist id={proposed}>
            {[...new Set(person.known.map(({ name }) => name))].slice(0, 20).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
