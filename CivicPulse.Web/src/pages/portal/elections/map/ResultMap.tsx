import { useEffect, useMemo, useRef, useState } from 'react'
import { useLanguage } from '../../../../i18n/language'
import type { BoundarySet, ContestMatrix, ContestResults } from '../../wire'
import { coloursOf, leadIn, ranked } from '../results'
import { percent } from '../ResultTable'
import { drawMap, type Shade } from './drawMap'

type Props = { contest: ContestResults; matrix: ContestMatrix; set: BoundarySet }

/** Places coloured by who is ahead there. It says nothing that the table below does not say in words. */
export default function ResultMap({ contest, matrix, set }: Props) {
  const { t } = useLanguage()
  const ground = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  const [at, setAt] = useState<Shade | null>(null)
  const shades = useShades(contest, matrix)
  const words = useWords()

  useEffect(() => {
    if (!ground.current) return
    return drawMap(ground.current, set, shades, { words, onPlace: setAt, onFailed: () => setFailed(true) })
  }, [set, shades, words])

  if (failed) return <p className="note">{t('elections.mapFailed')}</p>
  return (
    <figure className="map">
      <figcaption>{t('elections.mapText')}</figcaption>
      <div className="map-ground" ref={ground} />
      <p className="map-place" aria-hidden="true">
        {at ? at.label : ' '}
      </p>
      <Legend contest={contest} shades={shades} />
    </figure>
  )
}

function useShades(contest: ContestResults, matrix: ContestMatrix): Shade[] {
  const { t, language } = useLanguage()
  return useMemo(
    () => {
      const colours = coloursOf(contest)
      return matrix.units
        .filter((unit) => unit.division_id)
        .map((unit) => {
          const lead = leadIn(unit, matrix.selections, contest)
          const who = lead.selection ? `${lead.selection.name} ${percent(lead.share, language)}` : t(lead.total > 0 ? 'elections.tie' : 'elections.noVotes')
          return { divisionId: unit.division_id!, color: (lead.selection && colours.get(lead.selection.id)) ?? null, share: lead.share, label: `${unit.name}: ${who}` }
        })
    },
    [contest, matrix, t, language],
  )
}

/** The map's own words, in the reader's language. */
function useWords(): Record<string, string> {
  const { t } = useLanguage()
  return useMemo(
    () => ({
      'Map.Title': t('elections.mapLabel'),
      'NavigationControl.ZoomIn': t('elections.zoomIn'),
      'NavigationControl.ZoomOut': t('elections.zoomOut'),
      'AttributionControl.ToggleAttribution': t('portal.sources'),
      'CooperativeGesturesHandler.WindowsHelpText': t('elections.wheel', { key: 'Ctrl' }),
      'CooperativeGesturesHandler.MacHelpText': t('elections.wheel', { key: '⌘' }),
      'CooperativeGesturesHandler.MobileHelpText': t('elections.fingers'),
    }),
    [t],
  )
}

/** Only choices that are ahead somewhere. */
function Legend({ contest, shades }: { contest: ContestResults; shades: readonly Shade[] }) {
  const used = new Set(shades.map((shade) => shade.color))
  const colours = coloursOf(contest)
  return (
    <ul className="legend">
      {ranked(contest.selections)
        .filter((selection) => used.has(colours.get(selection.id) ?? null))
        .map((selection) => (
          <li key={selection.id}>
            <span className="swatch" style={{ background: colours.get(selection.id) }} aria-hidden="true" />
            {selection.name}
          </li>
        ))}
    </ul>
  )
}
