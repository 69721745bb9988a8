import { useLanguage } from '../i18n/language'

type Props = { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }

export function More({ list }: Props) {
  const { t } = useLanguage()
  if (!list.hasNextPage) return null
  return (
    <button type="button" className="usa-button usa-button--outline" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {t('app.more')}
    </button>
  )
}
