import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, bodyOf, type Schemas } from '../../../api/client'
import { everyPage } from '../../../api/everyPage'
import { electionsKey, useElectionChange } from '../elections'
import { ways } from '../words'

export type Unit = Pick<Schemas['ReportingUnitDetail'], 'id' | 'name'>
export type Count = Schemas['VoteCountDetail']
export type Way = Schemas['CountItemType']
export type MatrixUnit = Schemas['MatrixUnit']

/** What is to be done so that a unit's counts are as somebody entered them. */
export type CountChange = { selection: string; count?: string; votes: number | null }

/** How votes were cast, as the counts of a unit say it; all together where nothing is said. */
export const firstWay = (counts: readonly Pick<Count, 'count_item_type'>[]): Way => ways.find((way) => counts.some((count) => count.count_item_type === way)) ?? 'total'

/** null: what was entered is no number of votes. A field that is left empty takes its count back. */
export function countChanges(counts: readonly Count[], way: Way, entered: readonly (readonly [selection: string, text: string])[]): CountChange[] | null {
  const changes: CountChange[] = []
  for (const [selection, text] of entered) {
    const standing = counts.find((count) => count.selection_id === selection && count.count_item_type === way)
    const votes = text.trim() ? votesFrom(text) : null
    if (votes === undefined) return null
    if (votes === (standing?.votes ?? null)) continue
    changes.push({ selection, votes, ...(standing ? { count: standing.id } : {}) })
  }
  return changes
}

/** 1204, and 1,204 or 1.204 as people write it; anything else is undefined. */
export function votesFrom(text: string): number | undefined {
  const said = text.trim()
  const digits = /^\d{1,3}([,. ]\d{3})+$/.test(said) ? said.replaceAll(/\D/g, '') : said
  return /^\d{1,10}$/.test(digits) && Number(digits) <= 2_147_483_647 ? Number(digits) : undefined
}

export function useMatrix(contestId: string, unitType: string | undefined) {
  return useInfiniteQuery({
    queryKey: [electionsKey, 'contest', contestId, 'matrix', unitType],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/v1/contests/{contestId}/results', { params: { path: { contestId }, query: { limit: 50, after: pageParam, unit_type: unitType } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useCounts(contestId: string, unitId: string) {
  return useQuery({
    queryKey: [electionsKey, 'contest', contestId, 'counts', unitId],
    // Somebody is about to correct them: they are those of this moment.
    staleTime: 0,
    queryFn: () => everyPage((after) => bodyOf(api.GET('/api/v1/vote-counts', { params: { query: { contest_id: contestId, reporting_unit_id: unitId, after, limit: 100 } } }))),
  })
}

export function useSaveCounts(unitId: string, way: Way) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (changes: readonly CountChange[]) => {
      for (const change of changes) await save(change, unitId, way)
    },
    // One may be refused after others were saved.
    onSettled: () => queries.invalidateQueries({ queryKey: [electionsKey] }),
  })
}

function save({ selection, count, votes }: CountChange, unitId: string, way: Way): Promise<unknown> {
  if (count === undefined) return api.POST('/api/v1/vote-counts', { body: { selection_id: selection, reporting_unit_id: unitId, count_item_type: way, votes: votes! } })
  const asked = { params: { path: { id: count } } }
  return votes === null ? api.DELETE('/api/v1/vote-counts/{id}', asked) : api.PATCH('/api/v1/vote-counts/{id}', { ...asked, body: { votes } })
}

/** Units of an election whose name has these words in it. */
export function useUnits(electionId: string, name: string) {
  return useQuery({
    queryKey: [electionsKey, electionId, 'units', name],
    placeholderData: keepPreviousData,
    queryFn: () => bodyOf(api.GET('/api/v1/reporting-units', { params: { query: { election_id: electionId, limit: 20, 'name[contains]': name || undefined } } })),
  })
}

/** The unit of exactly this name: a new one where there is none. */
export function useFindOrAddUnit(electionId: string) {
  return useElectionChange(async ({ name, type }: { name: string; type: Schemas['ReportingUnitType'] }): Promise<Unit> => {
    const found = await bodyOf(api.GET('/api/v1/reporting-units', { params: { query: { election_id: electionId, name, limit: 1 } } }))
    return found.items[0] ?? (await bodyOf(api.POST('/api/v1/reporting-units', { body: { election_id: electionId, name, type } })))
  })
}
