import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { type Catalogue, type MessageKey, en } from './en'
import { es } from './es'

export const catalogues = { en, es } satisfies Record<string, Catalogue>
export type Language = keyof typeof catalogues
export const languages: Record<Language, string> = { en: 'English', es: 'Español' }

type Values = Record<string, string | number>
type Plural = { [K in MessageKey]: K extends `${infer Stem}.other` ? Stem : never }[MessageKey]

export function message(language: Language, key: MessageKey, values: Values = {}): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

export function plural(language: Language, stem: Plural, count: number, values: Values = {}): string {
  const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other'
  return message(language, `${stem}.${form}` as MessageKey, { count: count.toLocaleString(language), ...values })
}

const kept = 'civicpulse.language'

export function preferredLanguage(storage: Pick<Storage, 'getItem'>, wanted: readonly string[]): Language {
  const choices = [storage.getItem(kept) ?? '', ...wanted].map((tag) => tag.slice(0, 2).toLowerCase())
  return choices.find((tag): tag is Language => tag in catalogues) ?? 'en'
}

const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void } | null>(null)

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => preferredLanguage(localStorage, navigator.languages))
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = useCallback((next: Language) => {
    localStorage.setItem(kept, next)
    setLanguage(next)
  }, [])
  const value = useMemo(() => ({ language, choose }), [language, choose])
  return <LanguageContext value={value}>{children}</LanguageContext>
}

export function useLanguage() {
  const context = useContext(LanguageContext)
  if (!context) throw new Error('useLanguage outside LanguageProvider')
  const { language, choose } = context
  return useMemo(() => {
    const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long' })
    const months = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' })
    const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
    return {
      language,
      choose,
      t: (key: MessageKey, values?: Values) => message(language, key, values),
      /** Whether there are words of ours for a word of a source. */
      has: (key: string): key is MessageKey => key in en,
      n: (stem: Plural, count: number, values?: Values) => plural(language, stem, count, values),
      day: (value: string) => dates.format(asDate(value)),
      moment: (value: string) => times.format(asDate(value)),
      /** A year, a month or a day, whichever is known. */
      partial: (value: string) => (/^\d{4}$/.test(value) ? value : /^\d{4}-\d\d$/.test(value) ? months.format(asDate(`${value}-01`)) : dates.format(asDate(value))),
    }
  }, [language, choose])
}

/** A date without a time is that day here, not midnight in Greenwich. */
function asDate(value: string): Date {
  return new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value)
}
