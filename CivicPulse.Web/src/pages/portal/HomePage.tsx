import { Link, useNavigate } from 'react-router'
import type { MessageKey } from '../../i18n/en'
import { useLanguage } from '../../i18n/language'
import { Icon, type IconName } from '../../ui/Icon'
import { Page } from '../../ui/Page'
import { ElectionRows } from './elections/ElectionRows'
import { MeetingRows } from './meetings/MeetingRows'
import { useList, usePortal } from './portal'
import { PlaceForm } from './representatives/PlaceForm'
import { placeQuery } from './representatives/places'
import type { Election, Meeting } from './wire'

const cards: { section: string; to: string; label: MessageKey; text: MessageKey; icon: IconName }[] = [
  { section: 'bodies', to: '/portal/bodies', label: 'portal.nav.bodies', text: 'portal.home.bodies', icon: 'groups' },
  { section: 'officials', to: '/portal/officials', label: 'portal.nav.officials', text: 'portal.home.officials', icon: 'person' },
  { section: 'meetings', to: '/portal/meetings', label: 'portal.nav.meetings', text: 'portal.home.meetings', icon: 'event' },
  { section: 'matters', to: '/portal/matters', label: 'portal.nav.matters', text: 'portal.home.matters', icon: 'folder' },
  { section: 'elections', to: '/portal/elections', label: 'portal.nav.elections', text: 'portal.home.elections', icon: 'ballot' },
]

export default function HomePage() {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const { data: portal } = usePortal()
  if (!portal) return null
  const open = cards.filter(({ section }) => portal.sections.includes(section))
  return (
    <Page title={portal.name} lead={portal.welcome ?? t('portal.home.lead')}>
      {portal.sections.includes('officials') && (
        <section className="panel" aria-labelledby="find-title">
          <h2 id="find-title">{t('places.title')}</h2>
          <PlaceForm onPlace={(place) => void navigate(`/portal/representatives?${placeQuery(place)}`)} />
        </section>
      )}
      {open.length === 0 && <p>{t('portal.home.nothing')}</p>}
      <ul className="cards">
        {open.map(({ section, to, label, text, icon }) => (
          <li key={section}>
            <Icon name={icon} />
            <h2>
              <Link to={to}>{t(label)}</Link>
            </h2>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
      <div className="home-columns">
        {portal.sections.includes('meetings') && <Upcoming />}
        {portal.sections.includes('elections') && <NextElections />}
      </div>
    </Page>
  )
}

const startOfToday = () => new Date(new Date().setHours(0, 0, 0, 0)).toISOString()

function Upcoming() {
  const { t } = useLanguage()
  const { items } = useList<Meeting>('/meetings', { 'start_date[gte]': startOfToday(), sort: 'start_date', limit: 5 })
  return (
    <section aria-labelledby="upcoming-title">
      <div className="section-head">
        <h2 id="upcoming-title">{t('portal.home.upcomingMeetings')}</h2>
        <Link to="/portal/meetings">{t('home.all')}</Link>
      </div>
      {items && items.length > 0 ? <MeetingRows meetings={items.slice(0, 5)} /> : <p className="quiet">{t('portal.home.noMeetings')}</p>}
    </section>
  )
}

function NextElections() {
  const { t } = useLanguage()
  const { items } = useList<Election>('/elections/upcoming', { limit: 5 })
  return (
    <section aria-labelledby="elections-title">
      <div className="section-head">
        <h2 id="elections-title">{t('portal.home.nextElections')}</h2>
        <Link to="/portal/elections">{t('portal.home.allElections')}</Link>
      </div>
      {items && items.length > 0 ? <ElectionRows elections={items.slice(0, 5)} /> : <p className="quiet">{t('portal.home.noElections')}</p>}
    </section>
  )
}
