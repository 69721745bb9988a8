/** Text on a ground of the organization's colour: whichever of the two reads better. */
export function readableOn(color: string): '#ffffff' | '#10171d' {
  const light = luminance(color)
  return light === null || 1.05 / (light + 0.05) >= (light + 0.05) / (luminance('#10171d')! + 0.05) ? '#ffffff' : '#10171d'
}

/** WCAG's relative luminance; null when it is no colour of six digits. */
export function luminance(color: string): number | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (!match) return null
  const [red, green, blue] = match.slice(1).map((part) => {
    const share = Number.parseInt(part, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
