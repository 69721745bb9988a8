/** The same speaker has the same colour everywhere; the name always stands beside it. */
export function Speaker({ name }: { name: string }) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  const colour = `hsl(${sum % 360} 60% ${40 + (sum % 3) * 10}%)`
  return (
    <span className="speaker">
      <span className="speaker-dot" style={{ background: colour }} aria-hidden="true" />
      {name}
    </span>
  )
}

/** A quoting engine writes "Speaker: words"; that is a speaker only where the words are the quote itself. */
export function speakerOf(text: string, quote: string): [speaker: string, words: string] | null {
  if (!text.endsWith(quote) || text.length === quote.length) return null
  const before = text.slice(0, text.length - quote.length)
  return before.endsWith(': ') ? [before.slice(0, -2), quote] : null
}
