import type { ReactNode } from 'react'

type Props = { title: string; text: string; children?: ReactNode }

export function EmptyState({ title, text, children }: Props) {
  return (
    <section className="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  )
}
