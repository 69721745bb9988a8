import { Fragment, useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { useLanguage } from '../../i18n/language'
import { ErrorNote } from '../../ui/ErrorNote'
import { Loading } from '../../ui/Loading'
import { markedParagraphs } from '../../ui/quotes'
import type { Turn } from './meetings'
import { Speaker } from './Speaker'
import { useTurns, within, type Span } from './turns'

/** The transcript around the cited turns, which are highlighted and get the focus. */
export function TranscriptPane({ meetingId, span }: { meetingId: string; span: Span | null }) {
  const { t } = useLanguage()
  const turns = useTurns(meetingId, span?.first ?? 0)
  const items = turns.data?.pages.flatMap((page) => page.items)
  const list = useRef<HTMLOListElement>(null)
  const shown = items?.some((turn) => turn.index === span?.first) ?? false
  const { key, state } = useLocation()
  const quote = (state as { quote?: string } | null)?.quote ?? null

  useEffect(() => {
    if (!shown) return
    const cited = list.current?.querySelector<HTMLElement>(`[data-turn="${span?.first}"]`)
    if (!cited) return
    bringIntoView(cited)
    cited.focus({ preventScroll: true })
  }, [shown, span?.first, key])

  return (
    <div className="transcript-scroll" tabIndex={0} role="region" aria-labelledby="transcript-title">
      {turns.error && <ErrorNote error={turns.error} onRetry={() => void turns.refetch()} />}
      {!items && !turns.error && <Loading />}
      {items?.length === 0 && <p className="quiet">{t('transcript.empty')}</p>}
      {turns.hasPreviousPage && (
        <More label={t('transcript.earlier')} busy={turns.isFetching} onMore={() => void turns.fetchPreviousPage()} />
      )}
      <ol ref={list} className="turns">
        {items?.map((turn) => <TurnItem key={turn.index} turn={turn} cited={within(span, turn.index)} quote={quote} />)}
      </ol>
      {turns.hasNextPage && (
        <More label={t('transcript.later')} busy={turns.isFetching} automatic onMore={() => void turns.fetchNextPage()} />
      )}
    </div>
  )
}

function TurnItem({ turn, cited, quote }: { turn: Turn; cited: boolean; quote: string | null }) {
  const { t } = useLanguage()
  return (
    <li className={cited ? 'turn is-cited' : 'turn'} data-turn={turn.index} tabIndex={cited ? -1 : undefined}>
      <p className="turn-head">
        <Speaker name={turn.speaker} />
        <span className="turn-place">
          {cited && <span className="usa-sr-only">{t('transcript.cited')}, </span>}
          {turn.start != null && <time>{clock(turn.start)}</time>} {t('turn.one', { first: turn.index + 1 })}
        </span>
      </p>
      <p>{cited ? <Marked text={turn.text} quote={quote} /> : turn.text}</p>
    </li>
  )
}

/** A button, pressed by itself when it scrolls into view at the end of the list. */
function More({ label, busy, automatic, onMore }: { label: string; busy: boolean; automatic?: boolean; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!automatic || busy || !button.current) return
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && onMore(), { rootMargin: '400px' })
    watch.observe(button.current)
    return () => watch.disconnect()
  })
  return (
    <button ref={button} type="button" className="usa-button usa-button--unstyled more" disabled={busy} onClick={onMore}>
      {label}
    </button>
  )
}

/** A turn may be long: a link that knows its quote also shows where in the turn it is. */
function Marked({ text, quote }: { text: string; quote: string | null }) {
  return markedParagraphs(text, quote).map(({ before, marked, after }, index) => (
    <Fragment key={index}>
      {before}
      {marked && <mark>{marked}</mark>}
      {after}
    </Fragment>
  ))
}

/** Beside the minutes the transcript scrolls in its own box, and the page must stay where the reader is. */
function bringIntoView(turn: HTMLElement) {
  const box = turn.closest<HTMLElement>('.transcript-scroll')
  const inside = box !== null && getComputedStyle(box).overflowY !== 'visible'
  const room = inside ? box.clientHeight : window.innerHeight / 2
  const place = (turn.offsetHeight > room && turn.querySelector('mark')) || turn
  const height = place.getBoundingClientRect().height
  if (!inside) return place.scrollIntoView({ block: height > room ? 'start' : 'center' })
  const offset = place.getBoundingClientRect().top - box.getBoundingClientRect().top
  box.scrollTop += offset - Math.max(0, (room - height) / 2)
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return (parts[0] ? parts : parts.slice(1)).map((part) => String(part).padStart(2, '0')).join(':')
}
