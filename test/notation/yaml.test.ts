import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseYaml } from '../../src/notation/yaml.ts'
import { Stop } from '../../src/stop.ts'
import { nearest } from '../../src/words/nearest.ts'

const schema = z.strictObject({
  profile: z.enum(['cac-2023', 'cn-2025']),
  version: z.string(),
  fields: z.strictObject({ text: z.array(z.string()) }).optional(),
  limit: z.union([z.number(), z.strictObject({ max: z.number(), min: z.number() })]).optional(),
})

function told(text: string, lang: 'en' | 'zh' = 'en'): string[] {
  try {
    parseYaml(schema, text, 'f.yaml', 'test.invalid')
  } catch (error) {
    expect(error).toBeInstanceOf(Stop)
    expect(error).toMatchObject({ exit: 'usage', code: 'test.invalid' })
    return (error as Stop).words[lang].split('\n')
  }
  return []
}

describe('parseYaml', () => {
  it('reads YAML and JSON alike, with or without a byte order mark', () => {
    const value = { profile: 'cac-2023', version: '1' }
    expect(parseYaml(schema, 'profile: cac-2023\nversion: "1"', 'f', 'c')).toEqual(value)
    expect(parseYaml(schema, '\uFEFF{\n\t"profile": "cac-2023",\n\t"version": "1"\n}', 'f', 'c')).toEqual(value)
  })

  it('tells all mistakes at once, each with its place', () => {
    expect(told('profle: cac-2023\nversion: 1.0\nfields:\n  txet: [a]\n  text: 3')).toEqual([
      'f.yaml:1:1: "profile" is missing and must be given',
      'f.yaml:1:1: unknown key "profle"; did you mean "profile"?',
      'f.yaml:2:10: "version" must be text, but 1.0 is read as a number; put it in quotes',
      'f.yaml:4:3: unknown key "txet"; did you mean "text"?',
      'f.yaml:5:9: "fields.text" must be a list, not a number',
    ])
  })

  it('speaks Chinese', () => {
    expect(told('profile: cac-2024\nversion: yes it is\nvresion: x', 'zh')).toEqual([
      'f.yaml:1:10: “profile”的取值“cac-2024”未知，是否应为“cac-2023”？',
      'f.yaml:3:1: 未知的键“vresion”，是否应为“version”？',
    ])
  })

  it('explains the branch of a union that came closest', () => {
    expect(told('profile: cac-2023\nversion: a\nlimit: {mxa: 1, min: 2}')).toEqual([
      'f.yaml:3:8: "limit.max" is missing and must be given',
      'f.yaml:3:9: unknown key "mxa"; did you mean "max"?',
    ])
  })

  it.each([
    ['a tag', 'profile: !!js/function x\nversion: a', 'f.yaml:1:10: YAML tags are not accepted here; write plain data'],
    ['a key twice', 'profile: cac-2023\nprofile: cn-2025\nversion: a', 'f.yaml:2:1: this key occurs twice in the same mapping; keep one'],
    ['two documents', 'profile: cac-2023\nversion: a\n---\nversion: b', 'f.yaml:3:1: the file holds more than one YAML document; keep one'],
    ['nothing', '', 'f.yaml:1:1: the file must be a mapping of keys to values, not empty'],
    ['a list', '- a', 'f.yaml:1:1: the file must be a mapping of keys to values, not a list'],
    [
      'a prototype',
      '__proto__: {a: 1}\nprofile: cac-2023\nversion: a',
      'f.yaml:1:1: unknown key "__proto__"; known: profile, version, fields, limit',
    ],
    [
      'bytes of another charset',
      'profile: cac-2023\nversion: \uFFFD\uFFFD',
      'f.yaml:2:10: what stands here is not UTF-8; save the file as UTF-8',
    ],
    ['an open quote', 'profile: "cac', 'f.yaml:1:14: a character is missing here, such as a closing quote or bracket, a comma or a colon'],
  ])('refuses %s', (_, text, sentence) => {
    expect(told(text)).toContain(sentence)
  })

  it('refuses a document whose aliases explode', () => {
    const line = (name: string, from: string) => `${name}: &${name} [${Array(10).fill(from).join(',')}]`
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', line('b', '*a'), line('c', '*b'), line('d', '*c')].join('\n')
    expect(told(bomb)).toEqual(['f.yaml:1:1: aliases expand to more than 100 nodes; write the values out'])
  })

  it('takes a file of very many keys in its stride, and finds the one that is there twice', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`)
    const began = performance.now()
    const all = told(many.join('\n'))
    expect(all[0]).toMatch(/^f\.yaml:1:1: /)
    expect(all.length).toBeLessThan(150)
    expect(told([...many, 'k7: 2'].join('\n'))).toEqual(['f.yaml:20001:1: this key occurs twice in the same mapping; keep one'])
    // Comparing each key with all before it takes ten times as long.
    expect(performance.now() - began).toBeLessThan(8000)
  })
})

describe('nearest', () => {
  it.each([
    ['profle', 'profile'],
    ['porfile', 'profile'],
    ['PROFILE', 'profile'],
    ['maxrecordbytes', 'maxRecordBytes'],
    ['quxquux', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['profile', 'maxRecordBytes', 'packs'])).toBe(expected)
  })

  it.each([
    ['pii-cn/foo', undefined],
    ['pii-cn/mobil', 'pii-cn/mobile'],
    ['pi-cn/mobile', 'pii-cn/mobile'],
    ['mobile', 'pii-cn/mobile'],
    ['Mobil', undefined],
  ])('the folder of an id counts only where it is mistyped, and may be left out: %s → %s', (word, expected) => {
    expect(nearest(word, ['pii-cn/qq', 'pii-cn/mobile'])).toBe(expected)
  })
})
