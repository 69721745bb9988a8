import { describe, expect, it } from 'vitest'
import { furthest, type Job } from '../src/live/jobs'

const job = (state: Job['state'], progress: number, id = 'j1') => ({ id, state, progress }) as Job

describe('what is known of a job', () => {
  it('never goes back, in whatever order it is heard', () => {
    expect(furthest(job('running', 0.5), job('running', 0.2)).progress).toBe(0.5)
    expect(furthest(job('running', 0.5), job('running', 0.7)).progress).toBe(0.7)
    expect(furthest(job('succeeded', 1), job('running', 0.9)).state).toBe('succeeded')
    expect(furthest(job('running', 0.9), job('failed', 0.1)).state).toBe('failed')
  })

  it('starts anew with another job', () => {
    expect(furthest(job('failed', 0.4), job('queued', 0, 'j2')).id).toBe('j2')
    expect(furthest(null, job('queued', 0)).state).toBe('queued')
  })
})
