/** 3725 is 1:02:05. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
  const tail = String(rest).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

/** A second of a recording, in the way the recording's own host reads it; a media fragment where nothing is known of it. */
export function momentOf(video: string, seconds: number): string {
  const address = new URL(video)
  if (/(^|\.)(youtube\.com|youtu\.be)$/.test(address.hostname)) address.searchParams.set('t', `${seconds}s`)
  else address.hash = `t=${seconds}`
  return address.href
}
