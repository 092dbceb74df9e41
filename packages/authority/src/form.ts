import { oauthErrors } from './errors.ts'

/** Parameters of a form or a query; each at most once, empty ones count as absent. */
export type Form = ReadonlyMap<string, string>

/** Errors: `parameterTwice`. */
export function readForm(text: string): Form {
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue
    if (form.has(name)) throw oauthErrors.parameterTwice({ name })
    form.set(name, value)
  }
  return form
}

/** Errors: `parameterMissing`. */
export function required(form: Form, name: string): string {
  const value = form.get(name)
  if (value === undefined) throw oauthErrors.parameterMissing({ name })
  return value
}
