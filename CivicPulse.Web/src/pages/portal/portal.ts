import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { everyPage } from '../../api/everyPage'
import { Problem, problemFrom } from '../../api/problem'
import type { PageOf, Welcome } from './wire'

export type Asked = Record<string, string | number | string[] | undefined>

/** The public API, without any account: what is asked for here everybody gets alike. */
export async function ask<T>(path: string, query: Asked = {}): Promise<T> {
  const response = await fetch(addressOf(path, query), { credentials: 'omit', headers: { Accept: 'application/json' } }).catch(() => {
    throw new Problem(0)
  })
  if (!response.ok) throw await problemFrom(response)
  return (await response.json()) as T
}

export function addressOf(path: string, query: Asked = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const asked = search.toString()
  return `/api/v1/portal${path}${asked ? `?${asked}` : ''}`
}

export function usePortal() {
  return useQuery({ queryKey: ['portal', 'welcome'], staleTime: 60_000, queryFn: () => ask<Welcome>('/') })
}

/** One record or a short list. */
export function useRecord<T>(path: string, query: Asked = {}, enabled = true) {
  return useQuery({ queryKey: ['portal', path, query], staleTime: 60_000, enabled, queryFn: () => ask<T>(path, query) })
}

/** A list, page by page. */
export function useList<T>(path: string, query: Asked = {}, enabled = true) {
  const found = useInfiniteQuery({
    queryKey: ['portal', 'list', path, query],
    staleTime: 60_000,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ask<PageOf<T>>(path, { limit: 50, ...query, after: pageParam }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  return { ...found, items: found.data?.pages.flatMap((page) => page.items) }
}

/** A list that is of no use in parts, such as the seats of a chamber. */
export function useWhole<T>(path: string) {
  return useQuery({ queryKey: ['portal', 'whole', path], staleTime: 60_000, queryFn: () => everyPage((after) => ask<PageOf<T>>(path, { limit: 100, after })) })
}

/** The section is closed, or its page does not exist: the same to a visitor. */
export const isAbsent = (error: unknown) => error instanceof Problem && error.status === 404
