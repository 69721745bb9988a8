import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { useList } from '../portal'
import { More } from '../../../ui/More'
import type { Member } from '../wire'

/** Who belongs to it today. Those who hold a seat are told with their seat: only the others are listed. */
export function Members({ slug }: { slug: string }) {
  const { t } = useLanguage()
  const list = useList<Member>(`/bodies/${encodeURIComponent(slug)}/members`)
  const members = list.items?.filter((member) => !member.post_label)
  if (!members) return null
  if (members.length === 0 && !list.hasNextPage) return list.items?.length === 0 ? <NoMembers /> : null
  return (
    <section aria-labelledby="members-title">
      <h2 id="members-title">{t('bodies.members')}</h2>
      <table className="usa-table">
        <thead>
          <tr>
            <th scope="col">{t('field.name')}</th>
            <th scope="col">{t('field.role')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member, index) => (
            <tr key={index}>
              <th scope="row">
                {member.slug ? <Link to={`/portal/officials/${member.slug}`}>{member.name}</Link> : member.name}
                {member.on_behalf_of && <small>{member.on_behalf_of}</small>}
              </th>
              <td>
                {member.role}
                {member.label && <small>{member.label}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={list} />
    </section>
  )
}

function NoMembers() {
  const { t } = useLanguage()
  return <p className="quiet">{t('bodies.noMembers')}</p>
}
