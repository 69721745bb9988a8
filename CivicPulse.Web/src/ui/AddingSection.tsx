import { useId, useState, type ReactNode } from 'react'
import { useReturn } from './useReturn'

type Props = { title: string; action: string; may: boolean; heading?: 'h2' | 'h3'; renderForm: (close: () => void) => ReactNode; children: ReactNode }

/** A heading with a button that opens a form. */
export function AddingSection({ title, action, may, heading: Heading = 'h2', renderForm, children }: Props) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const button = useReturn(open)
  return (
    <section className="adding" aria-labelledby={id}>
      <div className="section-head">
        <Heading id={id}>{title}</Heading>
        {may && !open && (
          <button ref={button} type="button" className="usa-button usa-button--unstyled" onClick={() => setOpen(true)}>
            {action}
          </button>
        )}
      </div>
      {open && renderForm(() => setOpen(false))}
      {children}
    </section>
  )
}
