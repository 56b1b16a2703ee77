import { readText } from '../files.js'

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name === undefined ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : (entities[name] ?? ''),
  )

/** Addresses judged by RFC 5321 and 5322. What is valid only in the grammar (comments, quoted parts, domain literals) is left out. */
export const isEmail = {
  id: 'is-email',
  title: { zh: 'isemail 地址测试', en: 'isemail addresses' },
  file: 'pii/isemail_tests.xml',
  *cases(folder) {
    for (const [, test] of readText(`${folder}/${this.file}`).matchAll(/<test id="\d+">([\s\S]*?)<\/test>/g)) {
      const address = unescaped(/<address>([\s\S]*?)<\/address>/.exec(test)?.[1] ?? '')
      const category = /<category>(\w+)<\/category>/.exec(test)?.[1]
      const valid = category === 'ISEMAIL_VALID_CATEGORY' && /^[^"[\]]+@[^"[\]]+$/.test(address)
      if (address.trim() === '' || (!valid && category !== 'ISEMAIL_ERR')) continue
      const text = `email: ${address}`
      const value = [7, 7 + address.length]
      yield { kind: 'EMAIL', lang: 'en', text, labels: valid ? [value] : [], value }
    }
  },
}
