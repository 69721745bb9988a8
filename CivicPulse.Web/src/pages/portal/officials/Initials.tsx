/** In place of a picture: those of sources lie on other hosts, which a page here never asks. */
export function Initials({ name }: { name: string }) {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word))
  const shown = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0) ?? '').join('')
  return (
    <span className="initials" aria-hidden="true">
      {shown}
    </span>
  )
}
