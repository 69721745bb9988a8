import type { MessageKey } from '../../../i18n/en'

const known = new Set([
  'legislature', 'upper', 'lower', 'executive', 'committee', 'subcommittee', 'commission', 'council', 'board', 'department', 'government', 'judiciary', 'party', 'authority',
  'caucus', 'district',
])

/** A word that a source may have of its own: known ones are translated, others are shown as they are. */
export const classificationIn = (t: (key: MessageKey) => string, word: string) => (known.has(word) ? t(`classification.${word}` as MessageKey) : readable(word))

export const readable = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ')
