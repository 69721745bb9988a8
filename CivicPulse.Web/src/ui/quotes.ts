type Paragraph = { before: string; marked: string; after: string }

/** Splits a text into paragraphs and marks the first place of a quote, however its lines are broken. */
export function markedParagraphs(text: string, quote: string | null): Paragraph[] {
  const words = quote?.trim().split(/\s+/).filter(Boolean) ?? []
  const place = words.length > 0 ? new RegExp(words.map(literally).join('\\s+')) : null
  let found = false
  return text.split(/\n\s*\n/).map((paragraph) => {
    const match = found ? null : place?.exec(paragraph)
    if (!match) return { before: paragraph, marked: '', after: '' }
    found = true
    const end = match.index + match[0].length
    return { before: paragraph.slice(0, match.index), marked: match[0], after: paragraph.slice(end) }
  })
}

const literally = (word: string) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
