import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useEffect, useState } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LanguageProvider } from '../src/i18n/language'
import { RollCall } from '../src/pages/meetings/RollCall'
import type { Ballot } from '../src/pages/meetings/roll'

/** Names are proposed by the server, which these tests have not. */
const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
const names = ['Alvarez', 'Boone', 'Chen']
const kept: Ballot[] = []

function Form() {
  const [roll, setRoll] = useState<readonly Ballot[]>(names.map((name) => ({ key: name, voter_name: name, option: null, weight: 1 })))
  useEffect(() => void kept.splice(0, kept.length, ...roll), [roll])
  return <RollCall roll={roll} onChange={setRoll} />
}

const group = (name: string) => within(screen.getByRole('group', { name }))
const options = () => kept.map(({ option }) => option)

describe('a roll call', () => {
  beforeEach(() => {
    render(
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <Form />
        </LanguageProvider>
      </QueryClientProvider>,
    )
  })
  afterEach(cleanup)

  it('is entered by digits alone: each goes on to the next name', () => {
    group('Alvarez').getByRole('radio', { name: /Yes/ }).focus()
    for (const key of ['1', '2', '3']) fireEvent.keyDown(document.activeElement!, { key })
    expect(options()).toEqual(['yes', 'no', 'abstain'])
    expect(screen.getByText('Every name has a vote.')).toBeTruthy()
    expect(group('Chen').getByRole('radio', { name: /Abstained/ })).toBe(document.activeElement)
  })

  it('takes a vote back and leaves the others', () => {
    fireEvent.click(group('Boone').getByRole('radio', { name: /No$/ }))
    fireEvent.click(group('Chen').getByRole('radio', { name: /Yes/ }))
    fireEvent.keyDown(group('Chen').getByRole('radio', { name: /Yes/ }), { key: 'Delete' })
    expect(options()).toEqual([null, 'no', null])
    expect(screen.getByText('2 names have no vote yet and would be left out.')).toBeTruthy()
  })

  it('fills in yes for whoever has no vote, and touches nobody else', () => {
    fireEvent.click(group('Boone').getByRole('radio', { name: /Absent/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Yes for the rest' }))
    expect(options()).toEqual(['yes', 'absent', 'yes'])
  })

  it('leaves keys with a modifier to the browser', () => {
    fireEvent.keyDown(group('Boone').getByRole('radio', { name: /Yes/ }), { key: '1', ctrlKey: true })
    expect(options()).toEqual([null, null, null])
  })
})
