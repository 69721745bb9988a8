export interface TextRange {
  start: number
  length: number
}

/** Plain text with some stretches marked; what stands in the record is never markup. */
export function Marked({ text, ranges }: { text: string; ranges: TextRange[] }) {
  const ends = [0, ...ranges.map((range) => range.start + range.length)]
  return (
    <>
      {ranges.map((range, index) => (
        <span key={range.start}>
          {text.slice(ends[index], range.start)}
          <mark>{text.slice(range.start, range.start + range.length)}</mark>
        </span>
      ))}
      {text.slice(ends[ends.length - 1])}
    </>
  )
}
