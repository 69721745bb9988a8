import type { ContestResults, ResultUnit, Selection } from '../wire'

export const totalOf = (votes: readonly { votes: number }[]) => votes.reduce((sum, one) => sum + one.votes, 0)

/** 0 to 1; nothing of nothing is nothing. */
export const shareOf = (votes: number, total: number) => (total > 0 ? votes / total : 0)

/** Most votes first; who has none stays in the order of the ballot. */
export const ranked = (selections: readonly Selection[]) => selections.toSorted((a, b) => b.votes - a.votes)

export type Lead = { selection: Selection | null; share: number; total: number }

/**
 * Who is ahead in a place, and how far; nobody where two have the same, or nobody has any.
 * @param order The selections in the order in which a unit's votes stand.
 */
export function leadIn(unit: ResultUnit, order: readonly { id: string }[], contest: ContestResults): Lead {
  const counted = unit.votes.map((votes, index) => ({ id: order[index]?.id, votes: votes ?? 0 }))
  const total = totalOf(counted)
  const [first, second] = counted.toSorted((a, b) => b.votes - a.votes)
  if (!first || first.votes === 0 || first.votes === second?.votes) return { selection: null, share: shareOf(first?.votes ?? 0, total), total }
  return { selection: contest.selections.find(({ id }) => id === first.id) ?? null, share: shareOf(first.votes, total), total }
}

/** Told apart also by those who do not see red and green. */
const palette = ['#1b5e8c', '#c05600', '#4b7a1b', '#7b3f98', '#a8324a', '#00716c', '#7a5c00', '#4f5b93']

/** A party's own colour, else one of ours: the same for a party in every contest, as long as no other choice of the contest has it. */
export function coloursOf(contest: ContestResults): Map<string, string> {
  const found = new Map<string, string>()
  const taken = new Set<string>()
  // The two that lead choose first, by their names: where they want one colour, they settle it alike in every contest.
  const byVotes = ranked(contest.selections)
  for (const selection of [...byVotes.slice(0, 2).toSorted(byName), ...byVotes.slice(2).toSorted(byName)]) {
    const first = placeOf(nameOf(selection))
    const free = palette.map((_, step) => palette[(first + 3 * step) % palette.length]!).find((color) => !taken.has(color))
    const color = ownColour(selection) ?? free ?? palette[first]!
    taken.add(color)
    found.set(selection.id, color)
  }
  return found
}

const byName = (a: Selection, b: Selection) => nameOf(a).localeCompare(nameOf(b))

const nameOf = ({ party_name: party, id }: Selection) => party ?? id

function ownColour({ party_color: color }: Selection): string | null {
  const own = color?.replace(/^#?/, '#')
  return own && /^#[0-9a-f]{6}$/i.test(own) ? own : null
}

function placeOf(word: string): number {
  let hash = 7
  for (const sign of word) hash = (hash * 31 + sign.codePointAt(0)!) % 65_521
  return hash % palette.length
}

/** How strong a colour is for a share of the votes: a third is weak, two thirds and more are full. */
export const strength = (share: number) => Math.min(0.95, Math.max(0.25, (share - 0.25) / 0.45))
