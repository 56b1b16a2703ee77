import type { Validator } from '../model.ts'
import { isPlaceholder } from './placeholder.ts'

const shape =
  /^[a-z][a-z0-9+.-]{1,30}:\/\/(?<user>[^\s:/?#@]{0,128}):(?<secret>[^\s/?#@]{1,256}|[^\s?#]{1,256})@(?<host>[^\s/?#@:]{1,253})/iu
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
  if (/^\d{1,5}$/.test(secret) && user.includes('.')) return false
  return user.toLowerCase() !== secret.toLowerCase() && !/[{}[\]$<>"'`]/.test(secret + user)
}
