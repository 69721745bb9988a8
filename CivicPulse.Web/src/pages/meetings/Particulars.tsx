import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import type { FieldSpec } from '../records/fields'
import { Publication } from '../records/Publication'
import { useParticulars } from '../records/useParticulars'
import { useSaveMeeting, type Meeting } from './meetings'

/** What the meeting is, when and where, and whether the public sees it. */
export function Particulars({ meeting }: { meeting: Meeting }) {
  const { t } = useLanguage()
  const may = useMay()('governance.write')
  const save = useSaveMeeting(meeting.id)
  const { edit, particulars } = useParticulars({ record: meeting, specs: useMeetingFields(), told: ['name'], may, save })
  return (
    <>
      <section aria-labelledby="particulars-title">
        <div className="section-head">
          <h2 id="particulars-title">{t('records.particulars')}</h2>
          {edit}
        </div>
        {particulars}
      </section>
      <Publication kind="meetings" record={meeting} />
    </>
  )
}

function useMeetingFields(): FieldSpec[] {
  const { t } = useLanguage()
  return [
    { name: 'name', label: 'field.name', kind: 'text', required: true },
    { name: 'start_date', label: 'field.start_date', kind: 'moment', required: true },
    { name: 'end_date', label: 'meeting.ends', kind: 'moment' },
    {
      name: 'status',
      label: 'matters.status',
      kind: 'choice',
      required: true,
      choices: (['tentative', 'confirmed', 'cancelled', 'passed'] as const).map((status) => [status, t(`meetings.status.${status}`)]),
    },
    { name: 'description', label: 'field.description', kind: 'long' },
    { name: 'location_name', label: 'meeting.place', kind: 'text' },
    { name: 'location_address', label: 'contact.address', kind: 'text' },
    { name: 'location_url', label: 'meetings.join', kind: 'text', hint: 'meeting.urlHint' },
    { name: 'video_url', label: 'meetings.video', kind: 'text', hint: 'meeting.urlHint' },
    { name: 'agenda_url', label: 'meetings.agendaFile', kind: 'text', hint: 'meeting.urlHint' },
    { name: 'sources', label: 'portal.sources', kind: 'links', hint: 'records.linksHint' },
  ]
}
