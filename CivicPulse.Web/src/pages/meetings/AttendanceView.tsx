import { useState, type FormEvent } from 'react'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { AddingSection } from '../../ui/AddingSection'
import { ErrorNote } from '../../ui/ErrorNote'
import { FormActions } from '../../ui/FormActions'
import { Loading } from '../../ui/Loading'
import { SelectField } from '../../ui/SelectField'
import { PersonInput, usePerson } from '../records/PersonInput'
import { AttendanceRow } from './AttendanceRow'
import { statuses, useAddAttendances, useAttendances, useQuorum, type Attendance } from './attendance'
import { useMembersOn, type Membership } from './deliberation'
import { dayOf, type Meeting } from './meetings'

/** Who was there. The quorum is counted by the server, of those who were members that day. */
export function AttendanceView({ meeting }: { meeting: Meeting }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const { data: people, error, refetch } = useAttendances(meeting.id)
  const members = useMembersOn(meeting.body_id, dayOf(meeting)).data ?? []
  const missing = members.filter((member) => people?.every((one) => (one.official_id ?? one.person_name) !== (member.official_id ?? member.person_name)))
  return (
    <AddingSection title={t('meetings.attendance')} action={t('attendance.add')} may={may} renderForm={(close) => <AddPerson meeting={meeting} members={missing} onDone={close} />}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!people && !error && <Loading />}
      <Quorum meetingId={meeting.id} />
      {people?.length === 0 && <p className="quiet">{t('attendance.none')}</p>}
      {people && may && missing.length > 0 && <AddMembers meeting={meeting} members={missing} />}
      {people && people.length > 0 && <PeopleTable meeting={meeting} people={people} />}
    </AddingSection>
  )
}

function Quorum({ meetingId }: { meetingId: string }) {
  const { t } = useLanguage()
  const { data: quorum } = useQuorum(meetingId)
  if (!quorum) return null
  if (typeof quorum.reached !== 'boolean') return <p className="quiet">{t('quorum.unknown')}</p>
  const { present, members, required } = quorum
  return (
    <p className={quorum.reached ? 'note note--good' : 'note'} role="status">
      <strong>{t(quorum.reached ? 'quorum.reached' : 'quorum.missed')}</strong> {t('quorum.counts', { present, members, required })}
    </p>
  )
}

/** A council is most often complete: noting everybody takes one press, and whoever was away is changed after. */
function AddMembers({ meeting, members }: { meeting: Meeting; members: readonly Membership[] }) {
  const { n } = useLanguage()
  const add = useAddAttendances(meeting.id)
  const people = [...new Map(members.map((one) => [one.official_id ?? one.person_name, one])).values()]
  const all = people.map(({ official_id, person_name }) => (official_id ? { official_id, status: 'present' as const } : { person_name, status: 'present' as const }))
  return (
    <>
      {add.error && <ErrorNote error={add.error} />}
      <div className="actions">
        <button type="button" className="usa-button usa-button--outline" disabled={add.isPending} onClick={() => add.mutate(all)}>
          {n('attendance.allPresent', all.length)}
        </button>
      </div>
    </>
  )
}

function PeopleTable({ meeting, people }: { meeting: Meeting; people: readonly Attendance[] }) {
  const { t } = useLanguage()
  return (
    <table className="usa-table attendance">
      <thead>
        <tr>
          <th scope="col">{t('field.name')}</th>
          <th scope="col">{t('meetings.attendance')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <AttendanceRow key={person.id} meeting={meeting} person={person} />
        ))}
      </tbody>
    </table>
  )
}

function AddPerson({ meeting, members, onDone }: { meeting: Meeting; members: readonly Membership[]; onDone: () => void }) {
  const { t } = useLanguage()
  const add = useAddAttendances(meeting.id)
  const person = usePerson(
    '',
    members.map((one) => ({ id: one.official_id, name: one.person_name })),
  )
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setMissing(!person.said)
    if (!person.said) return event.currentTarget.querySelector('input')?.focus()
    const status = new FormData(event.currentTarget).get('status') as Attendance['status']
    add.mutate([{ ...(person.official ? { official_id: person.official } : { person_name: person.said }), status }], { onSuccess: onDone })
  }
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t('attendance.add')}>
      {add.error && <ErrorNote error={add.error} />}
      <div className="side-by-side">
        <PersonInput person={person} label={t('field.name')} hint={t('bodies.nameHint')} error={missing ? t('records.required') : undefined} focused />
        <SelectField label={t('meetings.attendance')} name="status" value="present" choices={statuses.map((status) => [status, t(`attendance.${status}`)])} />
      </div>
      <FormActions busy={add.isPending} onCancel={onDone} />
    </form>
  )
}
