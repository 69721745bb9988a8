import { NavLink, useLocation } from 'react-router'
import type { MessageKey } from '../i18n/en'
import { useLanguage } from '../i18n/language'
import { Icon, type IconName } from '../ui/Icon'
import { useDisclosure } from '../ui/useDisclosure'

const places: { to: string; label: MessageKey; icon: IconName; word: string; also?: string }[] = [
  { to: '/bodies', label: 'nav.bodies', icon: 'bank', word: 'governance.read' },
  { to: '/officials', label: 'nav.officials', icon: 'person', word: 'governance.read' },
  { to: '/matters', label: 'nav.matters', icon: 'folder', word: 'governance.read' },
  { to: '/elections', label: 'portal.nav.elections', icon: 'ballot', word: 'elections.read', also: '/contests' },
  { to: '/imports', label: 'nav.imports', icon: 'upload', word: 'platform.import' },
  { to: '/corrections', label: 'nav.corrections', icon: 'flag', word: 'platform.read_corrections' },
  { to: '/settings/portal', label: 'nav.portal', icon: 'public', word: 'platform.read_tenant' },
]

/** The places that are not needed every day, as far as this account may go there. */
export function MoreMenu({ permissions }: { permissions: readonly string[] }) {
  const { t } = useLanguage()
  const { pathname } = useLocation()
  const { open, setOpen, panel, button, around, onKeyDown } = useDisclosure()
  const mine = places.filter(({ word }) => permissions.includes(word))
  if (mine.length === 0) return null
  return (
    <div className="more-menu" ref={around} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={mine.some(({ to, also }) => pathname.startsWith(to) || (also && pathname.startsWith(also))) ? 'active' : undefined}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
        {t('nav.more')}
      </button>
      <div className="more-panel" id={panel} hidden={!open}>
        {mine.map(({ to, label, icon }) => (
          <NavLink key={to} to={to} onClick={() => setOpen(false)}>
            <Icon name={icon} />
            {t(label)}
          </NavLink>
        ))}
      </div>
    </div>
  )
}
