/** Addresses written in English: streets, towns and postcodes put together by the rules of their post offices, none of them looked up anywhere. */
import { digits, pad } from './random.js'

const names = [
  'Larkmoor',
  'Quillfield',
  'Wexley',
  'Banksmere',
  'Old Orchard',
  'Thornbury',
  "O'Rourke",
  'Maple Ridge',
  'Saint Brannock',
  'King George',
  'Harrowgate',
  '9th',
  '43rd',
  'Cedar Hollow',
  'Mill of Dunley',
]
const towns = ['Fairhaven', 'Oakwell', 'Port Ansel', 'Saint Brannock', 'Ashdown', 'New Larkmoor', 'Riverton', 'Stoke-on-Wold']
const long = [
  'Street',
  'Avenue',
  'Road',
  'Drive',
  'Lane',
  'Boulevard',
  'Court',
  'Place',
  'Terrace',
  'Way',
  'Close',
  'Crescent',
  'Parkway',
  'Square',
  'Gardens',
  'Grove',
]
const short = ['St', 'St.', 'Ave', 'Ave.', 'Rd', 'Rd.', 'Dr', 'Ln', 'Blvd', 'Ct', 'Pl']
const states = ['IL', 'OH', 'CA', 'NY', 'TX', 'WA', 'MN', 'Oregon', 'New Jersey', 'North Carolina']
const postLetters = 'ABDEFGHJLNPQRSTUWXYZ'

const street = (r) => `${r.one(names)} ${r.one(r.chance(0.5) ? long : short)}`
const house = (r) => `${r.between(1, 19999)}`
const american = (r) => {
  const door = r.one([
    '',
    '',
    `, Apt ${r.between(1, 40)}`,
    ` Apt. ${r.between(1, 12)}${r.one([...'ABC'])}`,
    `, Suite ${r.between(100, 900)}`,
    ` #${r.between(1, 99)}`,
    `, Unit ${r.between(1, 40)}`,
  ])
  const way = r.one(['', '', '', ' N', ' SW'])
  const zip = `${pad(r.between(501, 99950), 5)}${r.one(['', '', `-${r.string(digits, 4)}`])}`
  const tail = r.one([
    `, ${r.one(towns)}, ${r.one(states)} ${zip}`,
    `, ${r.one(towns)}, ${r.one(states)} ${zip}`,
    `, ${r.one(towns)}, ${r.one(states)}`,
    '',
  ])
  return `${house(r)} ${street(r)}${way}${door}${tail}`
}
const canadian = (r) => {
  const code = `${r.one([...'KLMNPTV'])}${r.below(10)}${r.one([...postLetters].filter((c) => !'DFQU'.includes(c)))} ${r.below(10)}${r.one([...'ABCEGHJKLMNPRSTVWXYZ'])}${r.below(10)}`
  return `${r.one(['', '', `${r.between(1, 40)}-`])}${r.between(1, 9999)} ${street(r)}, ${r.one(towns)}, ${r.one(['ON', 'BC', 'AB', 'NS'])} ${code}`
}
const british = (r) => {
  const code = `${r.one(['SW', 'NR', 'LS', 'M', 'B', 'EH'])}${r.between(1, 29)} ${r.below(10)}${r.one([...postLetters].filter((c) => c !== 'Q'))}${r.one([...'ABDEFGHJLNPQRSTUWXYZ'])}`
  return `${r.one(['', '', `Flat ${r.between(1, 20)}, `, `Flat ${r.between(1, 9)}${r.one([...'ABC'])}, `])}${r.between(1, 299)}${r.one(['', '', 'a'])} ${street(r)}, ${r.one(towns)} ${code}`
}
const australian = (r) =>
  `${r.one(['', '', `${r.between(1, 40)}/`, `Unit ${r.between(1, 40)}, `])}${r.between(1, 499)} ${street(r)}, ${r.one(towns)} ${r.one(['NSW', 'VIC', 'QLD', 'WA', 'TAS'])} ${r.between(1000, 7999)}`

/** An address of the United States, Canada, the United Kingdom or Australia, on one line. */
export const streetAddress = (r) => r.one([american, american, canadian, british, australian])(r)
