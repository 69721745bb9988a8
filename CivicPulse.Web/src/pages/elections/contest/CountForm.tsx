import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Field } from '../../../ui/Field'
import { Loading } from '../../../ui/Loading'
import { useSelections, type Contest } from '../contests'
import { ways } from '../words'
import { CountInputs } from './CountInputs'
import { firstWay, useCounts, type Unit, type Way } from './counts'

type Props = { contest: Contest; unit: Unit; onDone: () => void }

/** The votes of one place for every choice, one way of voting at a time. */
export function CountForm({ contest, unit, onDone }: Props) {
  const { t } = useLanguage()
  const counts = useCounts(contest.id, unit.id)
  const selections = useSelections(contest.id)
  const [chosen, setChosen] = useState<Way>()
  const failed = [counts, selections].find(({ error }) => error)
  if (failed) return <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />
  // Counts that were read before may have changed since: the fields wait for those of now.
  if (!counts.data || !selections.data || (counts.isFetching && !counts.isFetchedAfterMount)) return <Loading />
  const way = chosen ?? firstWay(counts.data)
  return (
    <section className="inline-form" aria-label={t('ballots.votesIn', { unit: unit.name })}>
      <strong>{t('ballots.votesIn', { unit: unit.name })}</strong>
      <Field label={t('ballots.way')}>
        {(input) => (
          <select {...input} className="usa-select" value={way} onChange={(event) => setChosen(event.target.value as Way)} autoFocus>
            {ways.map((one) => (
              <option key={one} value={one}>
                {t(`count.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <CountInputs key={way} unit={unit} way={way} counts={counts.data} selections={selections.data} onDone={onDone} />
    </section>
  )
}
