import { useEffect, useRef } from 'preact/hooks'
import {
  ageMs,
  chosenVessel,
  flags,
  lang,
  openTable,
  panel,
  t,
  tableState,
  vesselName,
  world,
} from '../desk.ts'
import { age, place } from '../words/format.ts'
import { listed } from '../world/listed.ts'
import { AlertIcon } from './icons.tsx'

const SHOWN = 200

/** Every vessel as a table: the map's equal for keyboards, readers and machines without WebGL. */
export function VesselTable() {
  const only = tableState.value
  const all = listed(world.fleet, flags.value, only)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (panel.peek() !== 'table') return
    const before = document.activeElement
    close.current?.focus()
    return () => {
      // What opened the table may have left the page meanwhile.
      requestAnimationFrame(() => {
        const back = before instanceof HTMLElement && before.isConnected && before !== document.body
        ;(back ? before : document.getElementById('open-table'))?.focus()
      })
    }
  }, [])
  return (
    <section
      class={chosenVessel.value === null ? 'vessel-table' : 'vessel-table beside'}
      aria-label={t('table.title')}
    >
      <header>
        <h2>
          {only === null ? t('table.title') : t(`fix.${only}`)} {all.length}
        </h2>
        {only !== null && (
          <button type="button" onClick={() => openTable(null)}>
            {t('queue.filtered.clear')}
          </button>
        )}
        <button
          type="button"
          ref={close}
          onClick={() => {
            panel.value = 'none'
          }}
        >
          {t('table.close')}
        </button>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('table.name')}</th>
            <th scope="col">{t('table.state')}</th>
            <th scope="col" class="number">
              {t('table.age')}
            </th>
            <th scope="col" class="number">
              {t('table.speed')}
            </th>
            <th scope="col" class="number">
              {t('table.place')}
            </th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, SHOWN).map(({ id, fix }) => (
            <tr key={id} aria-selected={chosenVessel.value === id}>
              <td>
                {flags.value.has(id) && (
                  <AlertIcon priority={flags.value.get(id)?.priority ?? 4} mark="none" size={14} />
                )}{' '}
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    chosenVessel.value = id
                  }}
                >
                  {vesselName(id)}
                </button>
              </td>
              <td>{t(`fix.${fix.state}`)}</td>
              <td class="number">
                {fix.older && '>'}
                {age(ageMs.value - fix.fixMs, lang.value)}
              </td>
              <td class="number">{fix.sogKn === null ? t('none') : `${fix.sogKn.toFixed(1)} kn`}</td>
              <td class="number">{place(fix.lon, fix.lat)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > SHOWN && <p>{t('table.more', { n: all.length - SHOWN })}</p>}
    </section>
  )
}
