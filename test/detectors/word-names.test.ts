import { describe, expect, it } from 'vitest'
import { namedByWord } from '../../src/detectors/word-names.ts'

/** A column or a key that is called by a word of a rule's context is one of that rule, in whatever way it is written. */

const named = namedByWord([
  ['생년월일', 'ngày sinh', 'date of birth', 'fecha de nacimiento'],
  ['телефон', 'bank a/c no', 'kontonummer', 'id', 'card', 'số tài khoản'],
])

describe('names of fields that are words', () => {
  it.each([
    ['/생년월일', [0]],
    ['/rows/3/Ngày sinh (dd~1mm~1yyyy)', [0]],
    ['/NGAY_SINH', [0]],
    ['/fechaDeNacimiento', [0]],
    ['/people/*/date-of-birth/0', [0]],
    ['/Date of Birth *', [0]],
    ['/Телефон2', [1]],
    ['/E-Mail~1Телефон', [1]],
    ['/Bank A~1c No', [1]],
    ['/So tai khoan', [1]],
    ['/Kontonummer：', [1]],
  ])('%s', (field, rules) => {
    expect([...named(field)]).toEqual(rules)
  })

  it.each(['', '/0', '/id', '/card', '/date', '/place_of_birth', '/Kontonummernkreis', `/${'생년월일'.repeat(40)}`])('not %s', (field) => {
    expect(named(field).size).toBe(0)
  })
})
