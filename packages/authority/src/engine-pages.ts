import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1.5rem;color:#1b1b1f;background:#fff}' +
  'h1{font-size:1.4rem}input[type=text]{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;letter-spacing:.1em}' +
  'button{font:inherit;margin-top:1rem;padding:.5rem 1.25rem}.code{font-size:1.6rem;letter-spacing:.15em}' +
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1f}}'

/** The engine adds the hash of its own script where a page posts itself. */
export const PAGE_POLICY =
  "default-src 'none';style-src 'unsafe-inline';script-src 'self';base-uri 'none';frame-ancestors 'none'"

/** Pages of the flows that have no place in the web app: the device code, signing out, and errors without a way back. */
export function page(title: string, body: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
  )
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const show = (ctx: KoaContextWithOIDC, title: string, body: string) => {
  ctx.type = 'html'
  ctx.body = page(title, body)
}

type Features = NonNullable<Configuration['features']>
type DeviceSources = Required<
  Pick<NonNullable<Features['deviceFlow']>, 'userCodeInputSource' | 'userCodeConfirmSource' | 'successSource'>
>
type LogoutSources = Required<
  Pick<NonNullable<Features['rpInitiatedLogout']>, 'logoutSource' | 'postLogoutSuccessSource'>
>

// The engine gives a form with an id and hidden fields; buttons name it by `form`.
export const deviceSources: DeviceSources = {
  userCodeInputSource(ctx, form, _out, error) {
    const hint = error
      ? '<p role="alert">That code is not known, has expired or was used. Check it and try again.</p>'
      : ''
    show(
      ctx,
      'Sign in on a device',
      `${hint}<p>Enter the code that the device or program shows.</p>${form}<button type="submit" form="op.deviceInputForm">Next</button>`,
    )
  },
  userCodeConfirmSource(ctx, form, client, _deviceInfo, userCode) {
    const name = escapeHtml(client.clientName ?? client.clientId)
    show(
      ctx,
      'Is this your device?',
      `<p>You are about to sign in to <strong>${name}</strong> on a device that shows the code</p><p class="code">${escapeHtml(userCode)}</p>` +
        '<p>Go on only if you started this yourself and the code is the same.</p>' +
        `${form}<button type="submit" form="op.deviceConfirmForm" autofocus>Continue</button> ` +
        '<button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Cancel</button>',
    )
  },
  successSource(ctx) {
    show(ctx, 'You are signed in', '<p>Go back to your device. You can close this page.</p>')
  },
}

export const logoutSources: LogoutSources = {
  logoutSource(ctx, form) {
    show(
      ctx,
      'Sign out',
      `<p>Do you want to sign out here?</p>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
    )
  },
  postLogoutSuccessSource(ctx) {
    show(ctx, 'You are signed out', '<p>You can close this page.</p>')
  },
}

export const errorPage: NonNullable<Configuration['renderError']> = (ctx, { error, error_description: text = '' }) => {
  show(
    ctx,
    'This sign-in cannot go on',
    `<p>${escapeHtml(text)}</p><p>Error: <code>${escapeHtml(error)}</code></p><p>Go back to the app and start again.</p>`,
  )
}
