import { useLanguage } from '../../i18n/language'
import { readable } from '../portal/bodies/words'
import type { Kind } from './imports'

const formats = ['csv', 'json', 'jsonl', 'xlsx'] as const

/** Tables come in any of four formats, data sets in their own. */
export function Exports({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useLanguage()
  return (
    <section aria-labelledby="exports-title">
      <h2 id="exports-title">{t('exports.title')}</h2>
      <p className="quiet">{t('exports.lead')}</p>
      <table className="usa-table">
        <thead>
          <tr>
            <th scope="col">{t('imports.kind')}</th>
            <th scope="col">{t('exports.download')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.kind}>
              <th scope="row">
                {readable(kind.kind)}
                {kind.about && <small>{kind.about}</small>}
              </th>
              <td>
                <ul className="downloads">
                  {kind.fields.length === 0 ? (
                    <li>
                      <a href={`/api/v1/exports/${kind.kind}`} download aria-label={t('exports.of', { kind: readable(kind.kind), format: '' })}>
                        {t('exports.file')}
                      </a>
                    </li>
                  ) : (
                    formats.map((format) => (
                      <li key={format}>
                        <a href={`/api/v1/exports/${kind.kind}?format=${format}`} download aria-label={t('exports.of', { kind: readable(kind.kind), format: format.toUpperCase() })}>
                          {format.toUpperCase()}
                        </a>
                      </li>
                    ))
                  )}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
