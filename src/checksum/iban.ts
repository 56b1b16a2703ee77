import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

/** Length by country: SWIFT IBAN registry, release 99; the last line has countries that use IBANs without being registered. */
const lengths = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18
   FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27
   MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27
   SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
   AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
)

/** Length of the IBAN of a country (ISO 3166-1 alpha-2), or undefined where there is none. */
export const ibanLength = (country: string): number | undefined => lengths.get(country)

/** Whether an IBAN in electronic form passes ISO 7064 MOD 97-10. */
export const passesMod97 = (iban: string): boolean =>
  remainder([...(iban.slice(4) + iban.slice(0, 4))].map((character) => String(Number.parseInt(character, 36))).join(''), 97) === 1

/**
 * International bank account number (ISO 13616-1): length of its country, check digits 02 to 98, MOD 97-10. Upper case only.
 *
 * falsePass: 0.0103 of random strings of country, two digits and the right length (measured; 1/97).
 */
export const iban: Validator = {
  id: 'iban',
  falsePass: 0.0103,
  check: (value) =>
    /^[A-Z]{2}(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,29}$/.test(value) &&
    ibanLength(value.slice(0, 2)) === value.length &&
    passesMod97(value),
}
