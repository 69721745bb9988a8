import { Map as Chart, NavigationControl, setWorkerUrl, type ExpressionSpecification, type LngLatBoundsLike } from 'maplibre-gl'
// A file of our own origin: the content policy then needs no room for blob: workers.
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { BoundarySet } from '../../wire'
import { strength } from '../results'

/** One place on the map. Without a colour nobody is ahead there. */
export type Shade = { divisionId: string; color: string | null; share: number; label: string }

type Told = { words: Record<string, string>; onPlace: (shade: Shade | null) => void; onFailed: () => void }

const deepestTile = 14
const world: LngLatBoundsLike = [-179, -60, 179, 75]

/** Draws the shapes of one boundary set, and nothing else: no ground, no names, no tiles of others. Returns what takes it away again. */
export function drawMap(ground: HTMLElement, set: BoundarySet, shades: readonly Shade[], told: Told): () => void {
  try {
    return draw(ground, set, shades, told)
  } catch {
    // No WebGL, or none to be had at the moment.
    told.onFailed()
    return () => undefined
  }
}

function draw(ground: HTMLElement, set: BoundarySet, shades: readonly Shade[], told: Told): () => void {
  setWorkerUrl(worker)
  const colours = coloursOf(ground)
  const map = new Chart({
    container: ground,
    bounds: boundsOf(set),
    fitBoundsOptions: { padding: 16 },
    attributionControl: set.authority ? { customAttribution: set.authority, compact: false } : false,
    // Two fingers, or Ctrl with the wheel: the page itself stays scrollable.
    cooperativeGestures: true,
    locale: told.words,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: deepestTile,
    style: {
      version: 8,
      sources: {
        boundaries: {
          type: 'vector',
          tiles: [`${window.location.origin}/api/v1/portal/boundary-sets/${set.id}/tiles/{z}/{x}/{y}`],
          maxzoom: deepestTile,
        },
      },
      layers: [
        {
          id: 'places',
          type: 'fill',
          source: 'boundaries',
          'source-layer': 'boundaries',
          paint: { 'fill-color': byDivision(shades, (shade) => shade.color ?? colours.none, colours.none), 'fill-opacity': byDivision(shades, (shade) => strength(shade.share), 0.25) },
        },
        { id: 'lines', type: 'line', source: 'boundaries', 'source-layer': 'boundaries', paint: { 'line-color': colours.line, 'line-width': 0.75 } },
      ],
    },
  })
  map.addControl(new NavigationControl({ showCompass: false }))
  const known = new Map(shades.map((shade) => [shade.divisionId, shade]))
  const look = (id: unknown) => told.onPlace(known.get(String(id)) ?? null)
  map.on('mousemove', 'places', (event) => look(event.features?.[0]?.properties.division_id))
  map.on('mouseleave', 'places', () => told.onPlace(null))
  map.on('click', 'places', (event) => look(event.features?.[0]?.properties.division_id))
  map.on('error', () => undefined)
  map.getCanvas().addEventListener('webglcontextlost', told.onFailed)
  return () => map.remove()
}

function byDivision(shades: readonly Shade[], value: (shade: Shade) => string | number, otherwise: string | number): ExpressionSpecification {
  const cases = [...new Map(shades.map((shade) => [shade.divisionId, value(shade)]))].flat()
  return (cases.length > 0 ? ['match', ['get', 'division_id'], ...cases, otherwise] : ['literal', otherwise]) as unknown as ExpressionSpecification
}

const boundsOf = ({ west, south, east, north }: BoundarySet): LngLatBoundsLike =>
  typeof west === 'number' && typeof south === 'number' && typeof east === 'number' && typeof north === 'number' ? [west, south, east, north] : world

const coloursOf = (ground: HTMLElement) => {
  const style = getComputedStyle(ground)
  return { none: style.getPropertyValue('--line').trim() || '#d9ddda', line: style.getPropertyValue('--surface').trim() || '#ffffff' }
}
