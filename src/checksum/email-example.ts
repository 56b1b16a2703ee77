import type { Validator } from '../model.ts'
import { remembered } from './remembered.ts'

/** Second-level names set aside for examples (RFC 2606, RFC 6761) or used as such by every manual. */
const exampleHosts =
  /(?:^|\.)(?:example|test|invalid|localhost|domain|yourdomain|mydomain|somedomain|yourcompany|mycompany|your-?domain|sample|foobar|acme)\.(?:[a-z]{2,}|(?:com?|org|net|edu|gov|ac)\.[a-z]{2})$|(?:^|\.)(?:example|test|invalid|localhost|local|internal|arpa)$/
const placeholderHosts = new Set([
  'mail.example',
  'domain.com',
  'test.com',
  'host.com',
  'site.com',
  'company.com',
  'xxx.com',
  'abc.xyz',
  'foo.com',
  'bar.com',
  'baz.com',
  'foo.bar',
  'address.com',
  'users.noreply.github.com',
  'example.com',
  'xx.com',
  'xxxx.com',
  '2x.png',
])
/** What forms and manuals write for a mailbox at `email.com`, where people have mailboxes too: a word alone, or the usual pairs. */
const placeholderMailbox = /^[a-z]*$|^(?:your|my|some|first|user|test|john|jane)[-_.]?[a-z]*[0-9]{0,3}$/
const isExampleHost = remembered(
  (host) => exampleHosts.test(host) || placeholderHosts.has(host) || placeholderHosts.has(host.split('.').slice(-2).join('.')),
)

/**
 * E-mail address of nobody: its host is set aside for examples (RFC 2606, RFC 6761), or is what manuals write in the place of a host. It proves
 * nothing; the rules for mailboxes of people exclude what it accepts, and a rule of its own lists it.
 */
export const emailExample: Validator = {
  id: 'email-example',
  falsePass: 1,
  check: (value) => {
    const host = value.slice(value.lastIndexOf('@') + 1).toLowerCase()
    if (host === 'email.com') return placeholderMailbox.test(value.slice(0, value.lastIndexOf('@')).toLowerCase())
    return isExampleHost(host)
  },
}
