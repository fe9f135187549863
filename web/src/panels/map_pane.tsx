import { useEffect, useRef } from 'preact/hooks'
import { goHome, mount, zoomBy } from '../chart.ts'
import { coverageAsked, feedDown } from '../coverage.ts'
import {
  commandsOn,
  cursorAt,
  fleetTick,
  labelsOn,
  lang,
  link,
  mapFault,
  mapReady,
  nowMs,
  offChart,
  offsetH,
  openTable,
  panel,
  port,
  realmKind,
  silentMs,
  snapshots,
  t,
  world,
} from '../desk.ts'
import { PAPER_MS } from '../feed/freshness.ts'
import { age, clock, place } from '../words/format.ts'
import { Find } from './find.tsx'
import { Legend } from './legend.tsx'
import { VesselTable } from './table.tsx'
import { VesselCard } from './vessel_card.tsx'

/** The chart and everything that lies over it. */
export function MapPane() {
  const chart = useRef<HTMLDivElement>(null)
  const ready = port.value
  useEffect(() => {
    if (chart.current !== null && ready !== null) void mount(chart.current, ready)
  }, [ready])
  const table = panel.value === 'table' || mapFault.value === 'map.nowebgl' || mapFault.value === 'map.lost'
  return (
    <section
      class={`map ${realmKind.value} ${link.value === 'lost' ? 'dead' : ''}`}
      aria-label={t('map.label')}
    >
      <div
        id="map"
        ref={chart}
        data-vessels={snapshots.value > 0 ? world.fleet.rows : 0}
        data-tick={fleetTick.value}
      />
      <Banner />
      {mapFault.value !== null && (
        <p class="map-fault" role="alert">
          {t(mapFault.value)}
        </p>
      )}
      {!mapReady.value && mapFault.value === null && <Loading />}
      {table && <VesselTable />}
      <Find />
      <VesselCard />
      {!table && <Tools />}
      {!table && <Legend />}
      <p class="cursor" hidden={table}>
        {cursorAt.value !== null && <b>{place(cursorAt.value.lon, cursorAt.value.lat)}</b>}
        {offChart.value && mapReady.value && <b class="doubt">{t('map.nochart')}</b>}
        <small>{t('map.attribution')}</small>
      </p>
    </section>
  )
}

/** What has been loaded so far; alerts are usable before the map is. */
function Loading() {
  const mark = (done: boolean): string => (done ? '✓' : '…')
  return (
    <p class="loading" role="status">
      {t('load.alerts')} {mark(snapshots.value > 0)} · {t('load.port')} {mark(port.value !== null)} ·{' '}
      {t('load.vessels')} {world.fleet.rows > 0 ? world.fleet.rows : '…'} · {t('load.map')}{' '}
      {mark(mapReady.value)}
    </p>
  )
}

/** Across the whole picture once it is not of now (ui.md §4.11.2), and what the twin itself missed. */
function Banner() {
  const silent = silentMs.value
  if (link.value !== 'lost' || silent === null) return null
  return (
    <div class="banner" role="alert">
      <b>{t('link.banner', { age: age(silent, lang.value), time: clock(nowMs.value, offsetH.value) })}</b>
      {silent > PAPER_MS && <span>{t('link.paper')}</span>}
    </div>
  )
}

function Tools() {
  return (
    <div class="tools" role="group" aria-label={t('load.map')}>
      <button type="button" aria-label={t('map.zoomin')} title={t('map.zoomin')} onClick={() => zoomBy(1)}>
        +
      </button>
      <button type="button" aria-label={t('map.zoomout')} title={t('map.zoomout')} onClick={() => zoomBy(-1)}>
        −
      </button>
      <button type="button" aria-label={t('map.home')} title={t('map.home')} onClick={goHome}>
        ⌂
      </button>
      <button
        type="button"
        aria-pressed={labelsOn.value}
        title={`${t('map.labels')} (l)`}
        onClick={() => {
          labelsOn.value = !labelsOn.value
        }}
      >
        {t('map.labels')}
      </button>
      <button
        type="button"
        aria-pressed={coverageAsked.value || feedDown.value}
        title={t(feedDown.value ? 'map.coverage.forced' : 'map.coverage.hint')}
        onClick={() => {
          coverageAsked.value = !coverageAsked.value
        }}
      >
        {t('map.coverage')}
      </button>
      <button type="button" id="open-table" onClick={() => openTable(null)}>
        {t('table.open')}
      </button>
      <button
        type="button"
        disabled={!commandsOn.value}
        onClick={() => {
          panel.value = 'hand'
        }}
      >
        {t('case.new')}
      </button>
    </div>
  )
}
