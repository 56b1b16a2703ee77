import type { Validator } from '../model.ts'
import { arCuil } from './ar-cuil.ts'
import { atSocialSecurity } from './at-social-security.ts'
import { auMedicare } from './au-medicare.ts'
import { auTfn } from './au-tfn.ts'
import { bankCard } from './bank-card.ts'
import { basicCredentials } from './basic-credentials.ts'
import { beNationalNumber } from './be-national-number.ts'
import { bech32Secret } from './bech32-secret.ts'
import { bgEgn } from './bg-egn.ts'
import { bip39 } from './bip39.ts'
import { bitcoinAddress } from './bitcoin-address.ts'
import { bitcoinPrivateKey } from './bitcoin-private-key.ts'
import { brCpf } from './br-cpf.ts'
import { caSin } from './ca-sin.ts'
import { chAhv } from './ch-ahv.ts'
import { clRut } from './cl-rut.ts'
import { cnLandline } from './cn-landline.ts'
import { cnMobile } from './cn-mobile.ts'
import { cnName } from './cn-name.ts'
import { cnOrgCode } from './cn-org-code.ts'
import { cnPassport } from './cn-passport.ts'
import { cnPermanentResident } from './cn-permanent-resident.ts'
import { cnRic } from './cn-ric.ts'
import { cnRic15 } from './cn-ric15.ts'
import { cnUscc } from './cn-uscc.ts'
import { cyTic } from './cy-tic.ts'
import { czBirthNumber } from './cz-birth-number.ts'
import { dateRange } from './date-range.ts'
import { deHealthInsurance } from './de-health-insurance.ts'
import { deSocialSecurity } from './de-social-security.ts'
import { deTaxId } from './de-tax-id.ts'
import { dkCpr } from './dk-cpr.ts'
import { eeIsikukood } from './ee-isikukood.ts'
import { email } from './email.ts'
import { emailExample } from './email-example.ts'
import { emailSpelled } from './email-spelled.ts'
import { entropy } from './entropy.ts'
import { esDni } from './es-dni.ts'
import { esSocialSecurity } from './es-social-security.ts'
import { ethereumAddress } from './ethereum-address.ts'
import { extendedPrivateKey } from './extended-private-key.ts'
import { fiHetu } from './fi-hetu.ts'
import { frNir } from './fr-nir.ts'
import { frTaxNumber } from './fr-tax-number.ts'
import { gps } from './gps.ts'
import { grAmka } from './gr-amka.ts'
import { hkid } from './hkid.ts'
import { hrOib } from './hr-oib.ts'
import { huIdentity } from './hu-identity.ts'
import { iban } from './iban.ts'
import { iccid } from './iccid.ts'
import { iePps } from './ie-pps.ts'
import { ilId } from './il-id.ts'
import { imei } from './imei.ts'
import { improbable } from './improbable.ts'
import { imsi } from './imsi.ts'
import { inAadhaar } from './in-aadhaar.ts'
import { inGstin } from './in-gstin.ts'
import { inPan } from './in-pan.ts'
import { ipv4Public } from './ipv4-public.ts'
import { ipv6Public } from './ipv6-public.ts'
import { isbn } from './isbn.ts'
import { issn } from './issn.ts'
import { itFiscalCode } from './it-fiscal-code.ts'
import { jmbg } from './jmbg.ts'
import { jpMyNumber } from './jp-my-number.ts'
import { jwt } from './jwt.ts'
import { krRrn } from './kr-rrn.ts'
import { latinName } from './latin-name.ts'
import { literalPassword } from './literal-password.ts'
import { luMatricule } from './lu-matricule.ts'
import { luhn } from './luhn.ts'
import { lvPersonasKods } from './lv-personas-kods.ts'
import { macAddress } from './mac-address.ts'
import { messageId } from './message-id.ts'
import { mrz } from './mrz.ts'
import { mxCurp } from './mx-curp.ts'
import { nino } from './nino.ts'
import { nlBsn } from './nl-bsn.ts'
import { noFodselsnummer } from './no-fodselsnummer.ts'
import { phoneE164 } from './phone-e164.ts'
import { phoneNational } from './phone-national.ts'
import { plPesel } from './pl-pesel.ts'
import { plateCn } from './plate-cn.ts'
import { ptNif } from './pt-nif.ts'
import { roCnp } from './ro-cnp.ts'
import { sePersonnummer } from './se-personnummer.ts'
import { sgNric } from './sg-nric.ts'
import { ssn } from './ssn.ts'
import { stellarSeed } from './stellar-seed.ts'
import { thId } from './th-id.ts'
import { tokenCrc32 } from './token-crc32.ts'
import { trNationalId } from './tr-national-id.ts'
import { tronAddress } from './tron-address.ts'
import { twid } from './twid.ts'
import { ukDrivingLicence } from './uk-driving-licence.ts'
import { ukNhs } from './uk-nhs.ts'
import { urlCredentials } from './url-credentials.ts'
import { usAba } from './us-aba.ts'
import { usEin } from './us-ein.ts'
import { usItin } from './us-itin.ts'
import { usMbi } from './us-mbi.ts'
import { usNpi } from './us-npi.ts'
import { vin } from './vin.ts'
import { zaId } from './za-id.ts'

/** Every validator there is, one per line and by id. */
export const validators: readonly Validator[] = [
  arCuil,
  atSocialSecurity,
  auMedicare,
  auTfn,
  bankCard,
  basicCredentials,
  beNationalNumber,
  bech32Secret,
  bgEgn,
  bip39,
  bitcoinAddress,
  bitcoinPrivateKey,
  brCpf,
  caSin,
  chAhv,
  clRut,
  cnLandline,
  cnMobile,
  cnName,
  cnOrgCode,
  cnPassport,
  cnPermanentResident,
  cnRic,
  cnRic15,
  cnUscc,
  cyTic,
  czBirthNumber,
  dateRange,
  deHealthInsurance,
  deSocialSecurity,
  deTaxId,
  dkCpr,
  eeIsikukood,
  email,
  emailExample,
  emailSpelled,
  entropy,
  esDni,
  esSocialSecurity,
  ethereumAddress,
  extendedPrivateKey,
  fiHetu,
  frNir,
  frTaxNumber,
  gps,
  grAmka,
  hkid,
  hrOib,
  huIdentity,
  iban,
  iccid,
  iePps,
  ilId,
  imei,
  improbable,
  imsi,
  inAadhaar,
  inGstin,
  inPan,
  ipv4Public,
  ipv6Public,
  isbn,
  issn,
  itFiscalCode,
  jmbg,
  jpMyNumber,
  jwt,
  krRrn,
  literalPassword,
  latinName,
  luhn,
  luMatricule,
  lvPersonasKods,
  messageId,
  macAddress,
  mrz,
  mxCurp,
  nino,
  nlBsn,
  noFodselsnummer,
  phoneE164,
  phoneNational,
  plateCn,
  plPesel,
  ptNif,
  roCnp,
  sePersonnummer,
  sgNric,
  ssn,
  stellarSeed,
  thId,
  tokenCrc32,
  trNationalId,
  tronAddress,
  twid,
  ukDrivingLicence,
  ukNhs,
  urlCredentials,
  usAba,
  usEin,
  usItin,
  usMbi,
  usNpi,
  vin,
  zaId,
]

const byId = new Map(validators.map((one) => [one.id, one]))

/** The ids of all validators. */
export const validatorIds: readonly string[] = [...byId.keys()]

/** Finds a validator by id. */
export const validator = (id: string): Validator | undefined => byId.get(id)
