import { readRows } from '../files.js'

/** Kinds of lines that a person can hold; the others belong to companies. */
const personal = new Set(['mobile', 'fixedLine', 'voip', 'personalNumber', 'pager'])

/** Example numbers of every country, in running text, written as E.164; and the same numbers cut short or too long, which no plan allows. */
export const libphonenumber = {
  id: 'libphonenumber',
  title: { zh: 'libphonenumber 各国示例号码', en: 'libphonenumber example numbers' },
  file: 'pii/libphonenumber_examples.jsonl',
  *cases(folder) {
    const valid = new Set(readRows(`${folder}/${this.file}`).map((row) => row.e164))
    for (const row of readRows(`${folder}/${this.file}`)) {
      if (!personal.has(row.type) || row.region === '001') continue
      const text = `Please call ${row.e164} after six.`
      yield { kind: 'PHONE', lang: 'en', text, labels: [[12, 12 + row.e164.length]] }
      const short = row.e164.slice(0, 7)
      if (!valid.has(short)) yield { kind: 'PHONE', lang: 'en', text: `Please call ${short} after six.`, labels: [] }
      yield { kind: 'PHONE', lang: 'en', text: `Please call ${row.e164}4815162342 after six.`, labels: [] }
    }
  },
}
