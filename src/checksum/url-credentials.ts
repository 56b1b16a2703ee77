import type { Validator } from '../model.ts'
import { isPlaceholder } from './placeholder.ts'

const shape =
  /^[a-z][a-z0-9+.-]{1,30}:\/\/(?<user>[^\s:/?#@]{0,128}(?:@[A-Za-z0-9.-]{3,60})?):(?<secret>[^\s/?@]{1,256}|[^\s?#]{1,256})@(?<host>[^\s/?#@:]{1,253})(?![^\s/?#]{0,64}@)/iu
const hosts =
  /^(?:(?:[a-z0-9.-]{1,80}\.)?example(?:\.(?:com|net|org|cn|edu|test))?|example|host|hostname|yourhost|your-host|server|domain\.com|yourdomain\.com|hostname\.com)$/iu

/**
 * Whether a URL carries a password in its authority part (RFC 3986 §3.2.1: `scheme://user:password@host`) that is not a placeholder:
 * neither `user:password`, nor a variable, nor the name of the user again, nor a reserved example host. With `example`: just these, as far
 * as a password is written out.
 */
export const urlCredentials: Validator = {
  id: 'url-credentials',
  falsePass: 1,
  check(value, args) {
    const parts = shape.exec(value)?.groups
    if (parts === undefined) return false
    const { user = '', secret = '', host = '' } = parts
    // A number sign ends the authority of a page's address; drivers of data bases take it as it is.
    if (secret.includes('#') && /^(?:https?|wss?):/i.test(value)) return false
    // The digest of an image (`docker://name:1.2@sha256:…`) stands where a host would.
    if (/^sha(?:256|512)$/i.test(host)) return false
    // `https://host.net:8443/@somebody`: a host, its port and a path.
    if (/^\d{1,5}(?:\/|$)/.test(secret) && /\.|^localhost$/i.test(user)) return false
    // Neither the scheme of an address within another one, nor the name of a Java object behind a port (`host:8080,org.shop.Link@1fc032aa`).
    if (/^mailto$/i.test(user) || /^\d{2,5},/.test(secret)) return false
    if (args.example === true) return !holds(user, secret, host) && isLiteral(user, secret)
    return holds(user, secret, host)
  },
}

/** Whether the password was written out, whatever it is worth: no variable, template or mask, and no port. */
const isLiteral = (user: string, secret: string): boolean =>
  secret.length >= 3 &&
  !/[{}[\]$<>"'`*%@]|\.\.\.|^x+$/i.test(secret.replace(/%[0-9A-Fa-f]{2}/g, '')) &&
  !/^\d{1,5}$/.test(secret) &&
  user !== ''

const holds = (user: string, secret: string, host: string): boolean => {
  if (secret.length < 3 || isPlaceholder(secret) || isPlaceholder(host) || hosts.test(host)) return false
  return user.toLowerCase() !== secret.toLowerCase() && !isTemplate(secret) && !isTemplate(user) && !isNamedPassword(secret)
}

/** What manuals and tests write: the word itself with a number behind it or a short word before it, `password2`, `db-pass`, `cachepass`. */
const isNamedPassword = (secret: string): boolean =>
  isPlaceholder(secret.replace(/[-_]?\d{1,6}$/, '')) || /^(?:[a-z]{2,8}[-_.]?)?(?:password|passwd|pass|pwd)[-_]?\d{0,6}$/i.test(secret)

/** Whether something is put in later: brackets, `$(…)`, or a variable such as `$DB_PASS`. A dollar sign within a password is part of it. */
const isTemplate = (value: string): boolean => /[{}[\]<>"'`]|^\$|\$\(|\$[A-Z_]{3}/.test(value)
