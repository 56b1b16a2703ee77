import { gold } from '../gold/index.js'
import { goldPersonal } from '../gold/personal.js'
import { goldSecrets } from '../gold/secrets.js'
import { anyRule } from './any-rule.js'
import { isEmail } from './is-email.js'
import { libphonenumber } from './libphonenumber.js'
import { names } from './names.js'
import { piiSynNano } from './pii-syn-nano.js'
import { presidioCases } from './presidio-cases.js'
import { presidioSynth } from './presidio-synth.js'
import { secrets } from './secrets.js'
import { validatorJs } from './validator-js.js'

/** Every set that is measured, one per line. */
export const sets = [
  gold,
  goldPersonal,
  goldSecrets,
  anyRule,
  presidioCases,
  validatorJs,
  isEmail,
  libphonenumber,
  presidioSynth,
  piiSynNano,
  ...names,
  ...secrets,
]
