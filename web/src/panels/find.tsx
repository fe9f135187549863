import { useSignal } from '@preact/signals'
import { revealVessel } from '../chart.ts'
import { chosenVessel, t, vesselName, world } from '../desk.ts'
import type { VesselKnown } from '../generated/protocol.ts'
import { matching } from '../world/matching.ts'

const SHOWN = 8

/** Find a vessel by name: `/` comes here, arrows or Tab choose, Enter shows it. */
export function Find() {
  const text = useSignal('')
  const found = matching(world.fleet.known, text.value)
  const take = (vessel: VesselKnown | undefined): void => {
    if (vessel === undefined) return
    chosenVessel.value = vessel.vessel
    revealVessel(vessel.vessel)
    text.value = ''
  }
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        take(found[0])
      }}
    >
      <input
        id="find"
        type="search"
        aria-label={t('find.label')}
        placeholder={`/ ${t('find.hint')}`}
        value={text.value}
        autocomplete="off"
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
      />
      {text.value.trim() !== '' && (
        <ul>
          {found.slice(0, SHOWN).map((vessel) => (
            <li key={vessel.vessel}>
              <button type="button" onClick={() => take(vessel)}>
                {vesselName(vessel.vessel)} <small>{vessel.mmsi ?? vessel.vessel}</small>
              </button>
            </li>
          ))}
          {found.length === 0 && <li class="nothing">{t('find.none')}</li>}
        </ul>
      )}
    </form>
  )
}
