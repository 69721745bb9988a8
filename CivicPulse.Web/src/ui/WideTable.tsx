import type { ReactNode } from 'react'

/** A table that may be wider than the page: it scrolls by itself, with the arrow keys too. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="wide-table" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
