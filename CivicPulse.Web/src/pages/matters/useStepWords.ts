import { useLanguage } from '../../i18n/language'
import { readable } from '../portal/bodies/words'

/** A step on a matter's way in words: ours where there are some, else the source's own. */
export function useStepWords() {
  const { t, has } = useLanguage()
  return (step: string) => {
    const key = `step.${step}`
    return has(key) ? t(key) : readable(step)
  }
}
