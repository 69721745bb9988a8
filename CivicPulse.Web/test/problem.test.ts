import { describe, expect, it } from 'vitest'
import { inWords, Problem, problemFrom } from '../src/api/problem'
import { message } from '../src/i18n/language'

const words = (problem: unknown) => inWords(problem, (key) => message('es', key))
const answer = (status: number, body: string) => problemFrom(new Response(body, { status }))

describe('a problem in words', () => {
  it('is what the server wrote for people', async () => {
    const problem = await answer(422, '{"code":"governance.unreadable","title":"Unreadable","detail":"Line 3 has no time."}')
    expect(problem.code).toBe('governance.unreadable')
    expect(words(problem)).toEqual(['Line 3 has no time.'])
  })

  it('is ours where its code is known, in the reader’s language', async () => {
    const problem = await answer(409, '{"code":"governance.second_person","detail":"Somebody else than the one who reviewed these minutes publishes them."}')
    expect(words(problem)).toEqual([message('es', 'problem.governance.second_person')])
    expect(words(await answer(412, '{"code":"stale_version"}'))).toEqual([message('es', 'problem.stale_version')])
  })

  it('is every complaint about a field', async () => {
    expect(words(await answer(400, '{"title":"Bad","errors":{"name":["Too long."],"date":["Missing."]}}'))).toEqual(['Too long.', 'Missing.'])
  })

  it('is ours, in the reader’s language, where there is nothing to read', async () => {
    expect(words(new Problem(0))).toEqual([message('es', 'error.network')])
    expect(words(await answer(500, '{"detail":"NullReference at line 4"}'))).toEqual([message('es', 'error.unexpected')])
    expect(words(await answer(413, '<html>'))).toEqual([message('es', 'error.tooLarge')])
    expect(words(await answer(400, 'null'))).toEqual([message('es', 'error.unexpected')])
    expect(words(new TypeError('x'))).toEqual([message('es', 'error.unexpected')])
  })
})
