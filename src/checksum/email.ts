import { createRequire } from 'node:module'
import type * as Library from 'tldts'
import type { Validator } from '../model.ts'
import { parseIpv4, parseIpv6 } from './ip.ts'
import { remembered } from './remembered.ts'

// Loaded with the first address: the list takes longer than a short run.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined

/** Mailboxes of repositories, never of persons. */
const repositoryUser = /^(?:git|hg|svn)$/i

/** Mailboxes of a function rather than of a person (RFC 2142 and practice). */
const roles = new Set(
  `abuse accounts admin administrator ads advertise alert alerts announce announcements api askus billing bot bounce bounces bugs business
   careers chair comments commits community compliance conference contact contactus copyright customer customercare customerservice daemon
   desk dev devnull dmca dns donotreply editor editorial editors email enquiries enquiry events feedback finance ftp general hello help
   helpdesk hostmaster hr humanresources info information inquiries inquiry investor investors ir it jobs law legal license licensing list
   listserv mail mailbox mailer-daemon mailman majordomo marketing media members membership moderator nepad news newsletter newsletters
   no-reply nobody noc noreply no_reply notification notifications office ombudsman orders owner partners permissions postmaster pr press
   privacy public publicity recruit recruiting recruitment registrar registration request reservations resume root rss sales secretary
   secretariat security service services shop soporte spam store subscribe subscriptions suggestions support sysadmin team tech technical
   trademark unsubscribe usenet uucp webadmin webmaster website welcome www zhaopin kefu bangongshi fuwu xinxi jubao`.split(/\s+/),
)

/** Whether a mailbox name stands for a function: `support`, `no-reply`, `sales.cn`, `jobs+2024`. */
const isRoleMailbox = (local: string): boolean => {
  const tagged = local.indexOf('+')
  const name = (tagged < 0 ? local : local.slice(0, tagged)).toLowerCase()
  if (roles.has(name)) return true
  const joint = name.search(/[-_.]/)
  return (joint > 0 && name.length < 24 && roles.has(name.slice(0, joint))) || /^(?:no|do-?not)[-_.]?reply/.test(name)
}

/** Hosts of mailing lists, of trackers of bugs and of accounts of programs, and services that have nothing else. */
const listHost =
  /^(?:lists?|bugs|mailman)\.(?:[^.]+\.)+[^.]+$|^(?:googlegroups\.com|yahoogroups\.com|groups\.io|freelists\.org|vger\.kernel\.org|(?:[^.]+\.){1,3}gserviceaccount\.com)$/
const listEnding = /[-_](?:devel|users|announce|announcements|list|sig|committers|commits|checkins|discuss|discussion|bugs|maintainers)$/
const projectEnding = /^([a-z0-9]{2,20})[-_](?:dev|ideas|help|core|user)$/
/** Whether an address is that of a mailing list or of a bug: `list-users@b.org`, `b-dev@b.org`, `7@bugs.b.org`. */
const isList = (local: string, host: string): boolean => {
  const name = local.toLowerCase()
  if (listHost.test(host) || listEnding.test(name)) return true
  const project = projectEnding.exec(name)?.[1]
  return project !== undefined && host.split('.').includes(project)
}

const plainMailbox = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
/** quoted-string of RFC 5321, section 4.1.2 */
const quotedMailbox = /^"(?:[ !#-[\]-~]|\\[ -~]){1,62}"$/
/** address-literal of RFC 5321, section 4.1.3 */
const isAddressLiteral = (host: string): boolean =>
  host.endsWith(']') && (host.startsWith('[ipv6:') ? parseIpv6(host.slice(6, -1)) : parseIpv4(host.slice(1, -1))) !== undefined

const hostName = /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})$/u
/** Whether a host, in lower case, is a name below a top-level domain of the IANA root zone. */
const isPublicName = remembered((host) => {
  if (!hostName.test(host)) return false
  library ??= load('tldts') as typeof Library
  const { isIcann, domain } = library.parse(host, { allowPrivateDomains: false })
  return isIcann === true && domain !== null
})

/**
 * E-mail address (addr-spec of RFC 5321/5322 without comments, mailbox in UTF-8 as in RFC 6531): mailbox up to 64
 * bytes, host a name under a public top-level domain of the IANA root zone, no repository address. Examples pass: see `email-example`.
 * `args.mailbox`: `person` (default) leaves out mailboxes of a function, `role` asks for them, `any` takes both. `args.host`: `name` (default)
 * as above; `top` a top-level domain by itself; `zone` a name under an IDN zone that the list does not know; `literal` an address in brackets.
 * `args.quoted` takes quoted mailboxes instead of plain ones.
 *
 * falsePass: 0.123 of random strings `x@y.zz` with a two- to four-letter ending (measured; see the tests).
 */
export const email: Validator = {
  id: 'email',
  falsePass: 0.123,
  check: (value, args) => {
    const at = value.lastIndexOf('@')
    if (at < 1 || value.length > 254) return false
    const local = value.slice(0, at)
    const host = value.slice(at + 1).toLowerCase()
    if (local.length > 64 || !(args.quoted === true ? quotedMailbox : plainMailbox).test(local)) return false
    if (args.host === 'literal') return isAddressLiteral(host)
    if (args.host === 'zone') return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+xn--[a-z0-9-]{2,59}$/.test(host)
    if (args.host === 'top') {
      library ??= load('tldts') as typeof Library
      const { isIcann, publicSuffix } = library.parse(host, { allowPrivateDomains: false })
      return isIcann === true && publicSuffix === host
    }
    if (!isPublicName(host) || repositoryUser.test(local)) return false
    const mailbox = typeof args.mailbox === 'string' ? args.mailbox : 'person'
    return mailbox === 'any' || (isRoleMailbox(local) || isList(local, host)) === (mailbox === 'role')
  },
}
