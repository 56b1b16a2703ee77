import type { Validator } from '../model.ts'
import { bankCard } from './bank-card.ts'
import { cnLandline } from './cn-landline.ts'
import { cnMobile } from './cn-mobile.ts'
import { cnName } from './cn-name.ts'
import { cnOrgCode } from './cn-org-code.ts'
import { cnPassport } from './cn-passport.ts'
import { cnPermanentResident } from './cn-permanent-resident.ts'
import { cnRic } from './cn-ric.ts'
import { cnRic15 } from './cn-ric15.ts'
import { cnUscc } from './cn-uscc.ts'
import { dateRange } from './date-range.ts'
import { email } from './email.ts'
import { entropy } from './entropy.ts'
import { hkid } from './hkid.ts'
import { iban } from './iban.ts'
import { improbable } from './improbable.ts'
import { ipv4Public } from './ipv4-public.ts'
import { ipv6Public } from './ipv6-public.ts'
import { isbn } from './isbn.ts'
import { issn } from './issn.ts'
import { jwt } from './jwt.ts'
import { literalPassword } from './literal-password.ts'
import { luhn } from './luhn.ts'
import { nino } from './nino.ts'
import { phoneE164 } from './phone-e164.ts'
import { plateCn } from './plate-cn.ts'
import { ssn } from './ssn.ts'
import { twid } from './twid.ts'
import { urlCredentials } from './url-credentials.ts'

/** Every validator there is, one per line and by id. */
export const validators: readonly Validator[] = [
  bankCard,
  cnLandline,
  cnMobile,
  cnName,
  cnOrgCode,
  cnPassport,
  cnPermanentResident,
  cnRic,
  cnRic15,
  cnUscc,
  dateRange,
  email,
  entropy,
  hkid,
  iban,
  improbable,
  ipv4Public,
  ipv6Public,
  isbn,
  issn,
  jwt,
  literalPassword,
  luhn,
  nino,
  phoneE164,
  plateCn,
  ssn,
  twid,
  urlCredentials,
]

const byId = new Map(validators.map((one) => [one.id, one]))

/** Finds a validator by id. */
export const validator = (id: string): Validator | undefined => byId.get(id)
