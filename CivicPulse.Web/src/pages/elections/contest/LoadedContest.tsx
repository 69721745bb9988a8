import { Link } from 'react-router'
import { useMay } from '../../../app/session'
import { useLanguage } from '../../../i18n/language'
import { Page } from '../../../ui/Page'
import { ElectionState } from '../../portal/elections/ElectionRows'
import { lasting } from '../../records/fields'
import { PublicState, Publication } from '../../records/Publication'
import { useParticulars } from '../../records/useParticulars'
import { useChangeContest, useParties, type Contest } from '../contests'
import { isLocked, type Election } from '../elections'
import { contestFields } from '../fields'
import { LockNote } from '../LockNote'
import { Selections } from './Selections'
import { UnitVotes } from './UnitVotes'

type Props = { contest: Contest; election: Election }

export function LoadedContest({ contest, election }: Props) {
  const { t, day } = useLanguage()
  const may = useMay()('elections.write') && !isLocked(election)
  const save = useChangeContest(contest.id)
  const fields = contestFields(t, contest.kind, useParties().data ?? [])
  const { edit, particulars } = useParticulars({ record: contest, specs: fields, editable: lasting(fields, contest), told: ['name'], may, save })
  return (
    <Page
      title={contest.name}
      above={
        <nav className="crumb" aria-label={t('portal.path')}>
          <Link to="/elections">{t('portal.nav.elections')}</Link>
          <Link to={`/elections/${election.id}`}>{election.name}</Link>
        </nav>
      }
      lead={
        <>
          <time dateTime={election.date}>{day(election.date)}</time>
          <span>{t(`contest.${contest.kind}`)}</span>
          <ElectionState status={election.status} />
          <PublicState published={Boolean(contest.published_at)} />
        </>
      }
      aside={edit}
    >
      <LockNote election={election} />
      {particulars}
      <Publication kind="contests" record={contest} />
      {contest.published_at && !election.published_at && <p className="note">{t('ballots.withElection')}</p>}
      <Selections contest={contest} may={may} />
      <UnitVotes contest={contest} may={may} />
    </Page>
  )
}
