import { describe, expect, it } from 'vitest'
import { roleOf } from '../../src/record/roles.ts'

describe('fields of records as people publish them', () => {
  const roles = (record: object): string => {
    const found: string[] = []
    const walk = (value: unknown, pointer: string): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) walk(inner, `${pointer}/${key}`)
      } else found.push(`${roleOf(pointer, {})} ${pointer}`)
    }
    walk(record, '')
    return found.filter((line) => !line.startsWith('other')).join(', ')
  }

  it.each<readonly [name: string, record: object, expected: string]>([
    ['sharegpt', { conversations: [{ from: 'human', value: 'a' }] }, 'text /conversations/0/value'],
    [
      'sharegpt-pairs',
      { conversation: [{ human: 'a', assistant: 'b' }], category: 'c' },
      'text /conversation/0/human, text /conversation/0/assistant',
    ],
    [
      'tool-calls',
      {
        messages: [
          { role: 'assistant', content: [{ type: 'text', text: 'a' }], tool_calls: [{ function: { name: 'f', arguments: 'b' } }] },
        ],
      },
      'text /messages/0/content/0/text, text /messages/0/tool_calls/0/function/arguments',
    ],
    ['dolly', { instruction: 'a', context: 'b', response: 'c' }, 'text /instruction, text /context, text /response'],
    ['firefly', { kind: 'k', input: 'a', target: 'b' }, 'text /input, text /target'],
    [
      'moss',
      { meta_instruction: 'a', chat: { turn_1: { Human: 'b', MOSS: 'c', Commands: 'None' } } },
      'text /meta_instruction, text /chat/turn_1/Human, text /chat/turn_1/MOSS',
    ],
    ['opus', { translation: { en: 'a', fr: 'b' } }, 'text /translation/en, text /translation/fr'],
    [
      'mnbvc',
      { 问: 'a', 答: 'b', 来源: 's', 元数据: { create_time: '2023' } },
      'text /问, text /答, source /来源, date /元数据/create_time',
    ],
    [
      'oasst-tree',
      { prompt: { text: 'a', lang: 'en', role: 'prompter', replies: [{ text: 'b', lang: 'de' }] } },
      'text /prompt/text, lang /prompt/lang, text /prompt/replies/0/text',
    ],
    [
      'the-stack-v2',
      { detected_licenses: ['MIT'], license_type: 'permissive', visit_date: '2023', content: 'a' },
      'license /detected_licenses/0, license /license_type, date /visit_date, text /content',
    ],
    ['pairs of sentences', { sentence1: 'a', sentence2: 'b', label: '0' }, 'text /sentence1, text /sentence2'],
    ['texts by letter', { textA: 'a', text_b: 'b', textual: 'c', text100: 'd' }, 'text /textA, text /text_b'],
    [
      'answers to be compared',
      { instruction: 'a', output_1: 'b', output_2: 'c', generator_1: 'd' },
      'text /instruction, text /output_1, text /output_2',
    ],
    [
      'multiple choice',
      { question: 'a', choices: ['b', 'c'], answer: 1, std_answer: 'd' },
      'text /question, text /choices/0, text /choices/1, text /answer, text /std_answer',
    ],
    ['pile', { text: 'a', meta: { pile_set_name: 's', title: 't' } }, 'text /text, source /meta/pile_set_name'],
    [
      'camel-case',
      { text: 'a', sourceUrl: 'u', licenseType: 'l', languageCode: 'en', createdAt: 'd', 'WARC-Target-URI': 'u' },
      'text /text, url /sourceUrl, license /licenseType, lang /languageCode, date /createdAt, url /WARC-Target-URI',
    ],
    [
      'wikimedia-enterprise',
      { url: 'u', in_language: { identifier: 'en' }, license: [{ name: 'l', url: 'deed' }], article_body: { wikitext: 'a' } },
      'url /url, lang /in_language/identifier, license /license/0/name, license /license/0/url, text /article_body/wikitext',
    ],
    ['llava', { image: 'i.jpg', conversations: [{ from: 'gpt', value: 'a' }] }, 'text /conversations/0/value'],
    ['ultrafeedback', { completions: [{ model: 'm', response: 'a' }], source: 's' }, 'text /completions/0/response, source /source'],
    ['reddit', { body: 'a', user: 'u', created_utc: 1 }, 'text /body, date /created_utc'],
  ])('%s', (_, record, expected) => {
    expect(roles(record)).toBe(expected)
  })

  it('are what the configuration says before what they are called', () => {
    expect(roleOf('/context', { other: ['/context'] })).toBe('other')
    expect(roleOf('/messages/0/note', { text: ['/messages/*/note'] })).toBe('text')
  })
})
