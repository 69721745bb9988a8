import { createContext, useContext } from 'react'

/** Whose pages these are, as it stands in the title of the window: the organization's in the portal. */
export const SiteName = createContext<string | null>(null)

export const useSiteName = () => useContext(SiteName)
