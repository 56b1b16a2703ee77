import { createHash } from 'node:crypto'
import { cases } from './judged-cases.js'

/**
 * Cases of public sets on which the rules and the label differ and the label is not taken for right, each with its reason. They are known by a
 * digest of their text and stay in every raw figure; figures without them stand beside. A judgement that no longer applies is an error: the
 * list cannot outlive what it speaks of.
 */

/** Why a label is not followed. */
export const reasons = {
  'check-digit': {
    zh: '标为有效，但校验位或校验字母不符合该类型的法定算法',
    en: 'labelled valid, but its check digit or letter is wrong by the official algorithm',
  },
  'no-such-number': {
    zh: '标为有效，但没有这样的日期、号段、类别或根域',
    en: 'labelled valid, but there is no such date, range, class or root zone',
  },
  written: {
    zh: '号码有效，标为无效只因书写带空格、横线、大写或省去首位零',
    en: 'the number is valid; it is labelled invalid for spaces, hyphens, capitals or a dropped leading zero in how it is written',
  },
  glued: { zh: '与前面的单词相连', en: 'glued to the word before it' },
  unlabelled: { zh: '文本中确有该类值，标注遗漏或有误', en: 'the text does hold such a value; the label leaves it out or misspells it' },
  example: {
    zh: '示例域名，按设计计入“已抑制”而不报告',
    en: 'an example domain: counted as suppressed by design, not reported',
  },
  handle: {
    zh: '支付账号标识，不是邮箱：其后没有域名',
    en: 'a payment handle and no mailbox: no domain follows',
  },
  placeholder: {
    zh: '标注的是打码（XXX）或以 12345 之类填充的占位，不是号码',
    en: 'what is labelled is masked (XXX) or filled with 12345 and the like: a placeholder and no number',
  },
  lenient: { zh: '标注依据的程序与标准不同', en: 'the label follows a program that differs from the standard' },
  'other-rule': {
    zh: '对被测规则是反例，却是另一种密钥的真实格式，同一数据集中另列为正例',
    en: 'no match for the rule it tests, but the true form of another secret, a positive elsewhere in these sets',
  },
  literal: {
    zh: '写明的口令，或赋给密钥、令牌变量的随机值：不属于被测规则，但属于通用规则',
    en: 'a written password, or a random value assigned to a key or token: not of the rule it tests, but of the general rule',
  },
  allowed: {
    zh: '测试另行声明放行（配置的允许清单、仅对该规则），扫描无从得知',
    en: 'allowed by a list in the test’s own options, or for its rule only, which a scan cannot know',
  },
  published: {
    zh: '发行方网页中公布的密钥，形式与秘密密钥完全相同',
    en: 'keys published in pages of their maker, of the very form of secret ones',
  },
}

export const digestOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12)

const known = new Map(cases.flatMap(([set, kind, why, digests]) => digests.split(' ').map((digest) => [`${set} ${kind} ${digest}`, why])))

/** The reason for which a case's label is not followed; undefined where it is. */
export const judgement = (set, kind, text) => known.get(`${set} ${kind} ${digestOf(text)}`)

/** Judgements that were not needed: they have to go. */
export const stale = (used) => [...known.keys()].filter((key) => !used.has(key))
