const hues = 8

/** The same speaker has the same colour everywhere; the name always stands beside it. */
export function Speaker({ name }: { name: string }) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  return <span className={`speaker speaker--${sum % hues}`}>{name}</span>
}
