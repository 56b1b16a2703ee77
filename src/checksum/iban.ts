import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

/**
 * The account part by country: SWIFT IBAN registry, release 99, as runs of digits (n), capitals (a) or either (c); the last lines have
 * countries that use IBANs without being registered, whose structure is only known to be digits in most.
 */
const structures = new Map(
  `AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n
   DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n
   IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n
   MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c
   SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c
   AO21n BF24c BJ24c CF23n CG23n CI24c CM23n CV21n DZ22n GA23n GQ23n GW21c IR22n KM23n MA24n MG23n ML24c MZ21n NE24c SN24c TD23n TG24c`
    .split(/\s+/)
    .map((entry) => {
      const runs = [...entry.slice(2).matchAll(/(\d+)([nac])/g)].map(([, length, kind]) => ({ length: Number(length), kind: kind! }))
      const classes: { readonly [kind: string]: string } = { n: '[0-9]', a: '[A-Z]', c: '[A-Z0-9]' }
      return [
        entry.slice(0, 2),
        {
          length: 4 + runs.reduce((sum, run) => sum + run.length, 0),
          form: new RegExp(`^${runs.map((run) => `${classes[run.kind]}{${run.length}}`).join('')}$`),
        },
      ] as const
    }),
)

/** Whether an IBAN in electronic form passes ISO 7064 MOD 97-10. */
export const passesMod97 = (iban: string): boolean =>
  remainder([...(iban.slice(4) + iban.slice(0, 4))].map((character) => String(Number.parseInt(character, 36))).join(''), 97) === 1

/**
 * International bank account number (ISO 13616-1): the account part has its country's structure, check digits 02 to 98, MOD 97-10. All
 * capitals, or all small letters.
 *
 * falsePass: 0.0103 of random strings of country, two digits and the right structure (measured; 1/97).
 */
export const iban: Validator = {
  id: 'iban',
  falsePass: 0.0103,
  check: (written) => {
    const value = written === written.toLowerCase() ? written.toUpperCase() : written
    return (
      /^[A-Z]{2}(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,29}$/.test(value) &&
      structures.get(value.slice(0, 2))?.form.test(value.slice(4)) === true &&
      passesMod97(value)
    )
  },
}
