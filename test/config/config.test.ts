import { describe, expect, it } from 'vitest'
import { defaultConfig, parseConfig } from '../../src/config.ts'
import { Stop } from '../../src/stop.ts'

function told(text: string): string {
  try {
    parseConfig(text, 'dataaudit.config.yaml')
  } catch (error) {
    if (error instanceof Stop) return error.words.en
    throw error
  }
  return ''
}

describe('parseConfig', () => {
  it('holds without a file', () => {
    expect(parseConfig('', 'f')).toEqual(defaultConfig)
    expect(parseConfig('# nothing but a comment\n{}', 'f')).toEqual(defaultConfig)
    expect(parseConfig('\uFEFF# profile: cn-2025\r\n---\r\n  # everything is commented out\r\n', 'f')).toEqual(defaultConfig)
    expect(defaultConfig).toMatchObject({
      profile: 'cac-2023',
      split: 'file',
      charset: 'auto',
      symlinks: 'reject',
      output: 'dataaudit-report',
    })
  })

  it('takes the policy by path or as it stands', () => {
    expect(parseConfig('policy: ./policy.yaml', 'f').policy).toBe('./policy.yaml')
    expect(parseConfig('policy: {failOn: warning}', 'f').policy).toMatchObject({ failOn: 'warning', confidence: 'high' })
    expect(told('policy: {failOn: eror}')).toBe(
      'dataaudit.config.yaml:1:18: unknown value of "policy.failOn": "eror"; did you mean "error"?',
    )
    expect(told('policy: {fail-on: error}')).toBe('dataaudit.config.yaml:1:10: unknown key "fail-on"; did you mean "failOn"?')
  })

  it.each([
    ['profil: cn-2025', '1:1: unknown key "profil"; did you mean "profile"?'],
    ['charset: gbkk', '1:10: "gbkk" is not a known charset label'],
    ['asOf: 2024-02-30', '1:7: "asOf": "2024-02-30" is not a calendar date such as 2024-05-31'],
    ['maxRecordBytes: 10', '1:17: "maxRecordBytes" must be at least 1024, not 10'],
    ['workers: 1.5', '1:10: "workers" must be a whole number, not 1.5'],
    ['profile:', 'unknown value of "profile": "null"'],
    ['overrides: {pii-cn/x: of}', 'unknown value of "overrides.pii-cn/x": "of"; did you mean "off"?'],
    ['overrides: {pii-cn: off}', '1:13: the key "pii-cn" does not have the form expected here'],
    ['fields: {text: [body]}', '"fields.text[0]": "body" does not have the form expected here'],
    ['fields: {text: [/a], url: [/a]}', '"/a" is listed as text and as url; keep one'],
    ['split: line', 'did you mean "lines"?'],
  ])('%s', (text, sentence) => {
    expect(told(text)).toContain(sentence)
  })

  it.each(['/text', '/messages/*/content', '/**/body', '', '/a~1b'])('accepts the field pattern "%s"', (pattern) => {
    expect(parseConfig(JSON.stringify({ fields: { text: [pattern] } }), 'f').fields).toEqual({ text: [pattern] })
  })
})
