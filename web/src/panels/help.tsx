import { keysOn, panel, setKeysOn, t } from '../desk.ts'
import { VERBS } from '../generated/protocol.ts'
import type { Key } from '../words/index.ts'
import { VERB_KEYS } from './card_actions.tsx'

const KEYS = [
  ['j k', 'key.next'],
  ['Enter', 'key.open'],
  ['t', 'key.top'],
  ['a', 'key.ack'],
  ['e', 'key.evidence'],
  ['f', 'key.show'],
  ['g', 'key.group'],
  ['1 – 4', 'key.filter'],
  ['/', 'key.find'],
  ['l', 'key.labels'],
  ['n', 'key.palette'],
  ['m', 'key.silence'],
  ['Esc', 'key.back'],
  ['?', 'key.help'],
] as const satisfies readonly (readonly [string, Key])[]

/** Every key on one page; they can be switched off (WCAG 2.1.4). */
export function Help() {
  return (
    <section class="help" aria-labelledby="help-title">
      <h2 id="help-title">{t('help.title')}</h2>
      <div class="columns">
        <dl>
          {KEYS.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{t(what)}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {VERBS.filter((verb) => verb !== 'acknowledge').map((verb) => (
            <div key={verb}>
              <dt>
                <kbd>{VERB_KEYS[verb]}</kbd>
              </dt>
              <dd>{t(`verb.${verb}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p>{t('help.confirm')}</p>
      <label>
        <input
          type="checkbox"
          checked={keysOn.value}
          onChange={(event) => setKeysOn(event.currentTarget.checked)}
        />{' '}
        {t('help.keys.on')}
      </label>
      <button
        type="button"
        onClick={() => {
          panel.value = 'none'
        }}
      >
        {t('help.close')} <kbd>Esc</kbd>
      </button>
    </section>
  )
}
