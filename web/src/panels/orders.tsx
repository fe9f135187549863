import { chosenVessel, either, lang, offsetH, picture, t, vesselName, word } from '../desk.ts'
import type { OrderSeen } from '../generated/protocol.ts'
import { dayAndClock } from '../words/format.ts'

/** Boats named at most; the others are counted in words. */
const NAMED = 30

/** Orders that stand, in one line that opens to the list: how many boats still wait for them, and who cannot be told. */
export function Orders() {
  const { orders } = picture.value
  if (orders.length === 0) return null
  const waiting = orders.reduce((sum, one) => sum + one.waiting, 0)
  const unreached = orders.reduce((sum, one) => sum + one.unreached.length, 0)
  return (
    <details class="aside">
      <summary>
        {t('order.standing', { n: orders.length })}
        {waiting > 0 && ` · ${t('order.waiting', { n: waiting })}`}
        {unreached > 0 && <b class="doubt"> · {t('order.unreached', { n: unreached })}</b>}
      </summary>
      <ul>
        {orders.map((one) => (
          <Order key={one.order} one={one} />
        ))}
      </ul>
    </details>
  )
}

function Order(props: { one: OrderSeen }) {
  const { one } = props
  const time = dayAndClock(one.to_ms, offsetH.value).slice(0, 11)
  const colon = lang.value === 'zh' ? '：' : ': '
  return (
    <li>
      <b>{either(one.words)}</b> {one.overdue && <b class="doubt">{t('order.overdue', { time })}</b>} ·{' '}
      {one.actor} {word('role', one.role)} <q>{one.note}</q>
      {one.waiting > 0 && <p>{t('order.waiting', { n: one.waiting })}</p>}
      {one.unreached.length > 0 && (
        <p class="doubt">
          {t('order.unreached', { n: one.unreached.length })}
          {colon}
          {one.unreached.slice(0, NAMED).map((id) => (
            <button
              type="button"
              class="link"
              key={id}
              onClick={() => {
                chosenVessel.value = id
              }}
            >
              {vesselName(id)}
            </button>
          ))}
          {one.unreached.length > NAMED && t('case.more', { n: one.unreached.length - NAMED })}
        </p>
      )}
    </li>
  )
}
