import type { Validator } from '../model.ts'
import { email } from './email.ts'

const at = /%40| ?[([{<（【] ?(?:at|ät|arroba|chiocciola) ?[)\]}>）】] ?| at | ?(?:艾特|小老鼠) ?/i
const dot = / ?[([{<（【] ?(?:dot|点|punkt|punto|point|ponto|kropka) ?[)\]}>）】] ?| dot | ?点 ?/gi
const underscore = / underscore | ?下划线 ?/gi
const hyphen = / (?:dash|hyphen) | ?(?:减号|横杠) ?/gi

/** The address that is meant by one written around programs that gather addresses, or encoded for a query (RFC 3986, section 2.1). */
const spelledOut = (value: string): string => value.replace(at, '@').replace(dot, '.').replace(underscore, '_').replace(hyphen, '-')

/**
 * E-mail address whose sign and dots are spelled out, `(at)`, `[dot]`, `下划线`, or whose sign is percent-encoded: an address by the same rules once
 * they are put back. Repository users and functions of an organisation count as in `email` with `mailbox: any`.
 *
 * falsePass: 0.123 of random strings of the shape (the same question as `email`).
 */
export const emailSpelled: Validator = {
  id: 'email-spelled',
  falsePass: 0.123,
  check: (value, args, env) => email.check(spelledOut(value), { mailbox: 'any', ...args }, env),
}
