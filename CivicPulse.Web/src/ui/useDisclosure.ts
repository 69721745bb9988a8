import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'

/** A button with a panel: leaving the panel closes it, Escape closes it and gives the focus back to the button. */
export function useDisclosure() {
  const [open, setOpen] = useState(false)
  const panel = useId()
  const button = useRef<HTMLButtonElement>(null)
  const around = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    const leave = (event: Event) => {
      if (!around.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [open])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }
  return { open, setOpen, panel, button, around, onKeyDown }
}
