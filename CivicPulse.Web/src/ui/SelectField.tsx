import { Field } from './Field'

type Props = {
  label: string
  hint?: string
  name: string
  value?: string | null | undefined
  /** The words for saying nothing; without them one of the choices is always chosen. */
  none?: string | undefined
  choices: readonly (readonly [value: string, words: string])[]
}

export function SelectField({ label, hint, name, value, none, choices }: Props) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(input) => (
        <select {...input} className="usa-select" name={name} defaultValue={value ?? ''}>
          {none !== undefined && <option value="">{none}</option>}
          {choices.map(([choice, words]) => (
            <option key={choice} value={choice}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
