import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import type { MeetingDetail } from '../wire'

export function AttendanceTable({ meeting }: { meeting: MeetingDetail }) {
  const { t } = useLanguage()
  if (meeting.attendance.length === 0) return null
  return (
    <section aria-labelledby="attendance-title">
      <h2 id="attendance-title">{t('meetings.attendance')}</h2>
      <table className="usa-table">
        <thead>
          <tr>
            <th scope="col">{t('field.name')}</th>
            <th scope="col">{t('meetings.attendance')}</th>
          </tr>
        </thead>
        <tbody>
          {meeting.attendance.map((person, index) => (
            <tr key={index}>
              <th scope="row">{person.official_slug ? <Link to={`/portal/officials/${person.official_slug}`}>{person.name}</Link> : person.name}</th>
              <td>{t(`attendance.${person.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
