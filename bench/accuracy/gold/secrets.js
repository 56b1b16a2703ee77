import { documented, documentedMiss, drawnKey } from './documented-keys.js'
import { addressMiss, innocent, nearMiss } from './key-negatives.js'
import { addressTexts, keyTexts } from './key-texts.js'
import { base62, keys, keysInPassage, lower } from './keys.js'
import { draws } from './random.js'

const seed = 20240311
const perKey = 40
const perPassage = 20
const perForm = 10
const addresses = 1000
const perNegative = 400

const hosts = [
  'db.prod-cn.net',
  '10.8.3.21',
  'mysql.shop-cn.com',
  'cluster0.ab1cd.mongodb.net',
  'localhost',
  'redis-master',
  '[fd12::7]',
  'git.corp-demo.cn',
  'mq.internal-demo.net',
]
const schemes = [
  'mysql',
  'postgresql',
  'postgres',
  'mongodb',
  'mongodb+srv',
  'redis',
  'rediss',
  'amqp',
  'amqps',
  'ftp',
  'sftp',
  'smtp',
  'https',
  'http',
  'mysql+pymysql',
  'postgresql+psycopg2',
  'clickhouse',
  'jdbc:postgresql',
  'socks5',
  'mqtt',
  'ldap',
  'mssql',
]
/** A password as people make them: drawn by a manager, two words and digits, a word with signs, percent-encoded signs. */
const password = (r) =>
  r.one([
    () => r.string(base62, r.between(8, 24)),
    () => `${word(r)}${r.one(['-', '_', '.', '!'])}${word(r)}${r.between(10, 9999)}`,
    () =>
      `${word(r).replace(/^./, (c) => c.toUpperCase())}${r.one(['@', '#', '$', '!', '&'].map((sign) => (sign === '@' || sign === '#' ? encodeURIComponent(sign) : sign)))}${r.between(100, 99999)}`,
    () => `${r.string(base62, 6)}${r.one(['%21', '%40', '%2F', '%3A', '~', '+', '='])}${r.string(base62, 6)}`,
    () => `${word(r)}${word(r)}`,
  ])()
const word = (r) =>
  r.one(['topaz', 'lapis', 'beryl', 'zircon', 'amber', 'onyx', 'garnet', 'xiongmao', 'liuxing', 'qingtian', 'shuijing', 'r0sewood'])
const user = (r) => r.one(['root', 'app', 'svc_report', 'zhangsan', 'li.wei', 'reader', 'oauth2', r.string(lower, 6)])
/** scheme://user:password@host (RFC 3986, section 3.2.1); the user may be left out, as Redis does. */
const address = (r) => {
  const [scheme, secret] = [r.one(schemes), password(r)]
  const name = /^redis/.test(scheme) && r.chance(0.5) ? '' : user(r)
  const authority = `${scheme}://${name}:${secret}@${r.one(hosts)}`
  return { authority, rest: r.one(['', '/', ':5432/main', ':27017,db2.prod-cn.net:27017/app?replicaSet=rs0', '/org/repo.git', ':6379/0']) }
}

const place = (sentence, value, length = value.length) => {
  const at = sentence.indexOf('{}')
  return { text: sentence.replace('{}', () => value), labels: [[at, at + length]] }
}

/** A passage whose values stand between brackets: the text without them, and where the values are. */
const marked = (passage) => {
  const labels = []
  let text = ''
  for (const part of passage.split(/(?=[⟦⟧])/)) {
    if (part.startsWith('⟦')) labels.push([text.length, text.length + part.length - 1])
    text += part.replace(/^[⟦⟧]/, '')
  }
  return { text, labels }
}

/** Keys in the forms that are written down as data, and what only looks like them; drawn apart, so that a form more changes no other case. */
function* documentedCases() {
  const r = draws(seed + 1)
  for (const form of Object.values(documented).flat()) {
    for (let n = 0; n < perForm; n++) {
      const lang = r.one(['zh', 'en'])
      yield { kind: 'PREFIXED_KEY', lang, ...place(r.one(keyTexts[lang]), drawnKey(form)(r)) }
    }
  }
  for (const [draw, sentences] of Object.values(documentedMiss)) {
    for (let n = 0; n < perNegative; n++) {
      const sentence = r.one(sentences)
      yield {
        kinds: ['PREFIXED_KEY'],
        lang: /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en',
        text: sentence.replace('{}', () => draw(r)),
        labels: [],
      }
    }
  }
}

/** A synthetic set of keys of providers and passwords in addresses, in running text, settings and code, and of what only looks like one. */
export const goldSecrets = {
  id: 'gold-secrets',
  synthetic: true,
  title: { zh: '自造的密钥合成集', en: 'own synthetic set of keys' },
  *cases() {
    const r = draws(seed)
    for (const make of Object.values(keys)) {
      for (let n = 0; n < perKey; n++) {
        const lang = r.one(['zh', 'en'])
        yield { kind: 'PREFIXED_KEY', lang, ...place(r.one(keyTexts[lang]), make(r)) }
      }
    }
    for (const make of Object.values(keysInPassage)) {
      for (let n = 0; n < perPassage; n++) {
        yield { kind: 'PREFIXED_KEY', lang: 'en', ...marked(make(r)) }
      }
    }
    for (let n = 0; n < addresses; n++) {
      const lang = r.one(['zh', 'en'])
      const { authority, rest } = address(r)
      yield { kind: 'URL_CREDENTIALS', lang, ...place(r.one(addressTexts[lang]), authority + rest, authority.length) }
    }
    for (const [list, kinds] of [
      [innocent, ['PREFIXED_KEY', 'URL_CREDENTIALS', 'SECRET']],
      [nearMiss, ['PREFIXED_KEY', 'URL_CREDENTIALS']],
      [addressMiss, ['PREFIXED_KEY', 'URL_CREDENTIALS']],
    ]) {
      for (const [draw, sentences] of Object.values(list)) {
        for (let n = 0; n < perNegative; n++) {
          const sentence = r.one(sentences)
          yield { kinds, lang: /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en', text: sentence.replace('{}', () => draw(r)), labels: [] }
        }
      }
    }
    yield* documentedCases()
  },
}
