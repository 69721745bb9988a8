type PageOf<T> = { items: T[]; next?: string | null }

const mostPages = 10

/** A list that is short by nature, whole: a table of a meeting's members is of no use in parts. Bounded, as everything. */
export async function everyPage<T>(page: (after: string | undefined) => Promise<PageOf<T>>): Promise<T[]> {
  const items: T[] = []
  let after: string | undefined
  for (let pages = 0; pages < mostPages; pages++) {
    const { items: more, next } = await page(after)
    items.push(...more)
    if (!next) break
    after = next
  }
  return items
}
