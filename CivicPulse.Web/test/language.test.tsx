import { act, render, screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, LanguageProvider, message, plural, preferredLanguage, useLanguage } from '../src/i18n/language'

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
const nothingKept = { getItem: () => null }

describe('the message catalogues', () => {
  const keys = Object.keys(catalogues.en) as (keyof typeof catalogues.en)[]

  it('have the same messages in every language', () => {
    expect(Object.keys(catalogues.es).toSorted()).toEqual(keys.toSorted())
  })

  it('say something in both, with the same values', () => {
    for (const key of keys) {
      expect(catalogues.en[key].trim(), key).not.toBe('')
      expect(catalogues.es[key].trim(), key).not.toBe('')
      expect(placeholders(catalogues.es[key]), key).toEqual(placeholders(catalogues.en[key]))
    }
  })

  it('are translated, not copied', () => {
    const same = keys.filter((key) => catalogues.en[key] === catalogues.es[key])
    expect(same).toEqual(['app.name', 'vote.no'])
  })
})

describe('a message', () => {
  it('is filled with its values and counted in its language', () => {
    expect(message('en', 'turn.range', { first: 2, last: 4 })).toBe('Turns 2–4')
    expect(plural('en', 'meeting.turns', 1)).toBe('1 turn')
    expect(plural('en', 'meeting.turns', 1234)).toBe('1,234 turns')
    expect(plural('es', 'meeting.turns', 2)).toBe('2 intervenciones')
  })
})

describe('the language', () => {
  beforeEach(() => localStorage.clear())

  it('is the one chosen here before, else the first of the browser that is known, else English', () => {
    expect(preferredLanguage({ getItem: () => 'es' }, ['en-US'])).toBe('es')
    expect(preferredLanguage(nothingKept, ['fr-FR', 'es-MX', 'en'])).toBe('es')
    expect(preferredLanguage(nothingKept, ['fr-FR'])).toBe('en')
  })

  it('changes the page and its lang attribute, and is remembered', () => {
    render(
      <LanguageProvider>
        <Choice />
      </LanguageProvider>,
    )
    act(() => screen.getByRole('button').click())
    expect(screen.getByRole('button').textContent).toBe('Reuniones')
    expect(document.documentElement.lang).toBe('es')
    expect(preferredLanguage(localStorage, ['en'])).toBe('es')
  })
})

function Choice() {
  const { t, choose } = useLanguage()
  return <button onClick={() => choose('es')}>{t('nav.meetings')}</button>
}
