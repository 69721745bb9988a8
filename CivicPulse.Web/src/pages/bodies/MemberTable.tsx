import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../app/session'
import { useLanguage } from '../../i18n/language'
import { More } from '../../ui/More'
import { Period } from '../portal/officials/Period'
import { RowPublication } from '../records/Publication'
import { AddMember } from './AddMember'
import { useMemberships, type Body } from './bodies'

export function MemberTable({ body }: { body: Body }) {
  const { t } = useLanguage()
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const list = useMemberships({ body_id: body.id }, ['bodies', body.id, 'memberships'])
  const members = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="members-title">
      <div className="section-head">
        <h2 id="members-title">{t('bodies.members')}</h2>
        {may('governance.write') && !adding && (
          <button type="button" className="usa-button usa-button--unstyled" onClick={() => setAdding(true)}>
            {t('bodies.addMember')}
          </button>
        )}
      </div>
      {adding && <AddMember bodyId={body.id} onDone={() => setAdding(false)} />}
      {list.data && members.length === 0 && <p className="quiet">{t('bodies.noMembers')}</p>}
      {members.length > 0 && (
        <table className="usa-table">
          <thead>
            <tr>
              <th scope="col">{t('field.name')}</th>
              <th scope="col">{t('field.role')}</th>
              <th scope="col">{t('officials.period')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row">
                  {member.official_id ? <Link to={`/officials/${member.official_id}`}>{member.person_name}</Link> : member.person_name}
                  <small>
                    <RowPublication kind="memberships" id={member.id} name={member.person_name} published={Boolean(member.published_at)} />
                  </small>
                </th>
                <td>
                  {member.role}
                  <small>{member.post_label ?? member.label}</small>
                </td>
                <td>
                  <Period term={member} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </section>
  )
}
