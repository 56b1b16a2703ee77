import { describe, expect, it } from 'vitest'
import { labellingRoleOf, labellingValue } from '../../src/record/labelling.ts'

describe('fields of labelled records', () => {
  it('are found by pointer, with a star for the annotations of one record', () => {
    const map = { annotator: '/annotations/*/by', label: '/label' }
    expect(labellingRoleOf('/annotations/1/by', map)).toBe('annotator')
    expect(labellingRoleOf('/label', map)).toBe('label')
    expect(labellingRoleOf('/annotations/1/at', map)).toBeUndefined()
    expect(labellingRoleOf('/label', undefined)).toBeUndefined()
  })

  it.each([
    ['2024-03-10T09:00:00+08:00', '2024-03-10'],
    ['20240310', '2024-03-10'],
    ['1710032400', '2024-03-10'],
    ['1710032400000', '2024-03-10'],
    ['2024-13-40', undefined],
    ['yesterday', undefined],
    ['12', undefined],
  ])('have the day of %j', (text, day) => expect(labellingValue('time', text)).toBe(day))

  it('are a kind in either language, whole seconds, and nothing when blank', () => {
    expect(['功能性', 'Safety', '安全性标注', 'other'].map((kind) => labellingValue('kind', kind))).toEqual([
      'functional',
      'safety',
      'safety',
      undefined,
    ])
    expect(['12', '12.6', '-3', 'long'].map((text) => labellingValue('seconds', text))).toEqual(['12', '13', undefined, undefined])
    expect(labellingValue('annotator', '  ')).toBeUndefined()
  })

  it('hold a hash in place of a person, the same for the same id', () => {
    const key = labellingValue('annotator', ' a-017 ')!
    expect(key).toMatch(/^[0-9a-f]{16}$/)
    expect(labellingValue('reviewer', 'a-017')).toBe(key)
    expect(labellingValue('reviewer', 'a-018')).not.toBe(key)
  })
})
