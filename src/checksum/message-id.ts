import type { Validator } from '../model.ts'

/** Hosts of Gmail, Yahoo, Exchange Online, Amazon SES and SendGrid where nobody has a mailbox. */
const hosts =
  /(?:@mail\.gmail\.com|@web\d{1,8}\.(?:[a-z0-9-]+\.){0,2}mail\.(?:[a-z0-9-]+\.)?yahoo\.com|\.prod\.outlook\.com|@(?:[a-z0-9-]+\.)?amazonses\.com|@(?:geopod-)?ismtpd[a-z0-9-]*(?:\.[a-z0-9-]+)*\.sendgrid\.net)$/i

/** What mail and news programs put before the sign. Which letters are large counts. */
const made: readonly RegExp[] = [
  // sendmail and older Mutt: a time, and the letters and number of the queue or the process.
  /\d{10,14}\.[A-Z]{2,3}\d{2,7}/,
  // Netscape, Mozilla: a time and a number in hexadecimal, perhaps a part of the message.
  /(?=[^@]*\d)[0-9A-F]{8}\.[0-9A-F]{1,8}(?:\.\d{1,4})?(?:\.part\d{1,3})?/,
  // Gnus and Wanderlust, Pine and Alpine, Evolution, JavaMail.
  /[0-9a-z]{8,16}\.(?:fsf|wl)(?:_-_)?/,
  /(?:Pine|alpine)\.[A-Z]{2,6}\.[^@]*/,
  /[0-9a-f.]{12,}\.camel/,
  /\d[\d.]*\.JavaMail\.[^@]*/,
  // Exim: E and the queue's identifier.
  /E1[0-9A-Za-z]{5}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}/,
  // News readers: a date, a time and a number.
  /(?:19|20)\d{2}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\d{1,2}\.\d{4,6}\.\d{1,6}/,
  // Mutt: twelve bytes in Base64.
  /(?=(?:[^@A-Z]*[A-Z]){3})(?=(?:[^@a-z]*[a-z]){3})(?=[^@]*[A-Za-z]\d+[A-Za-z])[\w-]{16}/,
]
/** One expression for all: most values are mailboxes, and each is asked once. */
const mailbox = new RegExp(`^(?:${made.map(({ source }) => source).join('|')})@`)

/**
 * Identifier of a message (RFC 5322, section 3.6.4) in a form that a known program makes: written like an address, and nobody's. It proves nothing;
 * rules exclude what it accepts.
 */
export const messageId: Validator = {
  id: 'message-id',
  falsePass: 1,
  check: (value) => hosts.test(value) || mailbox.test(value),
}
