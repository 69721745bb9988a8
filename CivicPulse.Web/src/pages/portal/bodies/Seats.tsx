import { Link } from 'react-router'
import { useLanguage } from '../../../i18n/language'
import { inOrder } from '../../../ui/inOrder'
import { useWhole } from '../portal'
import type { Post } from '../wire'

/** Every seat, held or vacant. */
export function Seats({ slug }: { slug: string }) {
  const { t } = useLanguage()
  const { data: posts } = useWhole<Post>(`/bodies/${encodeURIComponent(slug)}/posts`)
  if (!posts || posts.length === 0) return null
  return (
    <section aria-labelledby="seats-title">
      <h2 id="seats-title">{t('bodies.seats')}</h2>
      <table className="usa-table">
        <thead>
          <tr>
            <th scope="col">{t('bodies.seat')}</th>
            <th scope="col">{t('bodies.heldBy')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(posts, (post) => post.label).map((post, index) => (
            <tr key={index}>
              <th scope="row">{post.label}</th>
              <td>
                <Holder post={post} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Holder({ post }: { post: Post }) {
  const { t } = useLanguage()
  if (!post.held_by) return <span className="state state--vacant">{t('bodies.vacant')}</span>
  const one = post.maximum_memberships === 1 && post.holder_slug
  return one ? <Link to={`/portal/officials/${post.holder_slug}`}>{post.held_by}</Link> : post.held_by
}
