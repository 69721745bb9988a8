import { useEffect, useRef } from 'react'

/** For the button that opens something in its own place: once that is closed again, the focus is on the button, not lost. */
export function useReturn(open: boolean) {
  const button = useRef<HTMLButtonElement>(null)
  const before = useRef(open)
  useEffect(() => {
    if (before.current && !open) button.current?.focus()
    before.current = open
  }, [open])
  return button
}
