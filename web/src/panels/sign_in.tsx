import { useSignal } from '@preact/signals'
import { lang, setLang, t } from '../desk.ts'
import { HttpProblem } from '../http.ts'
import { enter } from '../shift.ts'

/** The door: name and password; `again` when a session ended under a running picture. */
export function SignIn(props: { again: boolean }) {
  const fault = useSignal('')
  const busy = useSignal(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    busy.value = true
    fault.value = ''
    try {
      await enter(String(data.get('name') ?? ''), String(data.get('password') ?? ''))
      if (props.again) location.reload()
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      fault.value = said(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <main class={props.again ? 'sign-in over' : 'sign-in'}>
      <form onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">{t('signin.title')}</h1>
        {props.again && <p class="notice">{t('signin.again')}</p>}
        <label>
          {t('signin.name')}
          <input name="name" autocomplete="username" required autofocus />
        </label>
        <label>
          {t('signin.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <p class="fault" role="alert">
          {fault.value}
        </p>
        <button type="submit" class="main" disabled={busy.value}>
          {busy.value ? t('signin.busy') : t('signin.go')}
        </button>
        <button type="button" class="plain" onClick={() => setLang(lang.value === 'zh' ? 'en' : 'zh')}>
          {t('lang.other')}
        </button>
      </form>
    </main>
  )
}

function said(error: HttpProblem): string {
  if (error.status === 0) return t('signin.unreachable')
  if (error.status === 401) return t('signin.wrong')
  const words = error.problem?.words
  return words ? words[lang.value] : (error.problem?.detail ?? error.message)
}
