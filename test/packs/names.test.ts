import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fill, folder, lines, run, scan } from '../cli/kit.ts'

/** A bare `name` is a person's where its record identifies somebody, and a thing's elsewhere. */

const named = async (files: { readonly [name: string]: string }) => {
  const data = fill(folder(), files)
  const { findings, report } = await scan(['c'], { cwd: data })
  const names = findings.filter(({ rule }) => rule.endsWith('/name')).map(({ file, record, field, rule }) => [file, record, field, rule])
  return { names, report }
}

describe('a name in a field that may hold anything', () => {
  it('is one beside an identifier of a person, in JSON and in a column, in Chinese and in Latin letters', async () => {
    const { names, report } = await named({
      'c/a.jsonl': lines([
        { name: 'Ruth Okafor', email: 'r.okafor@mailbox.org' },
        { name: '张晓梅', mobile: '13812345678' },
        { user: { name: 'Torbjörn Ekeroth' }, ssn: '219-09-9998' },
        { name: 'Ruth Okafor', city: 'Leeds' },
        { name: 'Green Tea', email: 'r.okafor@mailbox.org' },
        { name: '蓝色外套', mobile: '13812345678' },
        { name: '黄焖鸡', phone: '010-62345678' },
        { name: 'Northwind Ruth Trading Company', email: 'r.okafor@mailbox.org' },
      ]),
      'c/b.csv': 'id,name,email\n1,Ruth Okafor,r.okafor@mailbox.org\n2,"Brandt, Jonas",j.brandt@mailbox.org\n3,Jonas Brandt,\n',
      'c/c.csv': '客户,手机号\n李晓明,13812345678\n李晓明,\n',
    })
    expect(names).toEqual([
      [1, 0, '/name', 'pii-intl/name'],
      [1, 1, '/name', 'pii-cn/name'],
      [1, 2, '/user/name', 'pii-intl/name'],
      [2, 0, '/name', 'pii-intl/name'],
      [2, 1, '/name', 'pii-intl/name'],
      [3, 0, '/客户', 'pii-cn/name'],
    ])
    // Of nobody: in Leeds, a dish, without a mailbox, without a mobile number.
    expect(report.statistics.suppressed.byReason.find(({ reason }) => reason === 'no-person')?.count).toBe(4)
  })

  it('is not of somebody in another entry of a list', async () => {
    const { names } = await named({
      'c/a.jsonl': lines([{ people: [{ name: 'Ruth Okafor' }, { name: 'Jonas Brandt', email: 'j.brandt@mailbox.org' }] }]),
    })
    expect(names).toEqual([[1, 0, '/people/1/name', 'pii-intl/name']])
  })

  it('is one in a table of a text, where the text identifies somebody', async () => {
    const rows = (mail: string) => `INSERT INTO users (id, name, mail) VALUES\n(1, 'Ruth Okafor', '${mail}');\n`
    const { names } = await named({ 'c/a.txt': rows('r.okafor@mailbox.org'), 'c/b.txt': rows('none') })
    expect(names).toEqual([[1, 0, '', 'pii-intl/name']])
  })

  it('is taken out of a cleaned copy', async () => {
    const data = fill(folder(), { 'c/b.csv': 'name,email\nRuth Okafor,r.okafor@mailbox.org\nGreen Tea,\n' })
    expect((await run(['redact', 'c', '-o', 'clean'], { cwd: data })).status).toBe(0)
    expect(readFileSync(join(data, 'clean/corpus/b.csv'), 'utf8')).toBe('name,email\n[PERSON_NAME],[EMAIL]\nGreen Tea,\n')
  })
})
