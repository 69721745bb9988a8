import { Link } from 'react-router'
import type { MessageKey } from '../../i18n/en'
import { useLanguage } from '../../i18n/language'
import { Icon } from '../../ui/Icon'

type Step = { title: MessageKey; text: MessageKey; to: string }

/** Shows the way while somebody is new here, and goes away once it was walked. */
export function PathSteps({ done, newest }: { done: boolean[]; newest: string | undefined }) {
  const { t } = useLanguage()
  const steps: Step[] = [
    { title: 'home.step1', text: 'home.step1Text', to: '/meetings' },
    { title: 'home.step2', text: 'home.step2Text', to: newest ? `/meetings/${newest}` : '/meetings' },
    { title: 'home.step3', text: 'home.step3Text', to: '/ask' },
  ]
  const next = done.indexOf(false)
  return (
    <section className="path" aria-labelledby="path-title">
      <h2 id="path-title">{t('home.path')}</h2>
      <ol>
        {steps.map(({ title, text, to }, index) => (
          <li key={title} className={done[index] ? 'is-done' : index === next ? 'is-next' : undefined}>
            <span className="path-mark" aria-hidden="true">
              {done[index] ? <Icon name="check" /> : index + 1}
            </span>
            <div>
              <h3>{t(title)}</h3>
              <p>{t(text)}</p>
              {done[index] && <span className="usa-sr-only">{t('home.done')}</span>}
              {index === next && (
                <Link className="usa-button" to={to}>
                  {t(title)}
                </Link>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
