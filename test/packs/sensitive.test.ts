import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { birthOf } from '../../src/checksum/age.ts'
import { residentCheck } from '../../src/checksum/cn-ric.ts'
import { compileRules, enabledRules, graded, Matcher } from '../../src/rules/index.ts'
import { fill, folder, lines, run, scan } from '../cli/kit.ts'
import { asOf, book, rulesOf } from './packs.ts'

/** Sensitive information (PIPL Article 28) is a pair: what is said, and whom it is said of. */

const rules = enabledRules(book, {})
const matchers = new Map<string, Matcher>()
function sensitive(text: string, day = asOf): string[] {
  let matcher = matchers.get(day)
  if (matcher === undefined) {
    matcher = new Matcher(compileRules(rules, book.lists, day))
    matchers.set(day, matcher)
  }
  const hits = matcher.hitsInText(text, '', 'text')
  matcher.kernel.clear()
  return hits
    .filter(({ hit }) => hit.suppressed === undefined && hit.rule.pack === 'pii-sensitive')
    .map(({ hit }) => hit.rule.id.split('/')[1]!)
}
/** An invented number of somebody born on a day. */
const residentId = (birth: string) => {
  const body = `110105${birth}766`
  return body + residentCheck(body)
}

describe('a topic is no finding', () => {
  it('whatever the topic: every term of every rule alone', () => {
    for (const rule of rulesOf('pii-sensitive')) {
      const { terms = [] } = rule.detect as { readonly terms?: readonly string[] }
      for (const term of terms) expect(sensitive(`关于${term}的一般介绍。All about ${term}, in general.`), term).toEqual([])
    }
  })

  it('with an identifier beside it, it is one, once for each thing that is said', () => {
    expect(sensitive(`患者身份证号 ${residentId('19900307')}，诊断为糖尿病、高血压。`)).toEqual(['health', 'health'])
    expect(sensitive(`乙肝，手机 13912345678。`)).toEqual(['health'])
    // `diagnosed with`, `asthma`, `diabetes`.
    expect(sensitive('li.wei@mailbox.cn was diagnosed with asthma; chen@mailbox.cn, diabetes')).toEqual(['health', 'health', 'health'])
    expect(sensitive(`Patient name: Anna Kessler, ${'as it was said to us '.repeat(3)}asthma`)).toEqual(['health'])
    expect(sensitive(`身份证号 ${residentId('19900307')}，指纹已采集，宗教信仰：佛教`)).toEqual(
      expect.arrayContaining(['biometric', 'religion']),
    )
  })

  it('with a value of any rule that identifies a person, of whatever country, and of a pack of one’s own', () => {
    const told = ({ text }: { readonly text: string }) => sensitive(`${text}, diagnosed with asthma`).includes('health')
    const persons = rules.filter(({ identifies }) => identifies === 'person')
    expect(persons.length).toBeGreaterThan(90)
    const never = persons.filter(({ examples }) => !examples.match.some(told)).map(({ id }) => id)
    expect(never).toEqual([])

    const desk = rules.find(({ id }) => id === 'pii-cn/mobile')!
    const patterns = [{ id: 'plain', re: 'ZX-\\d{4}', flags: '', weight: 2, edge: 'alnum' }]
    const own = { ...desk, id: 'team/badge', pack: 'team', detect: { ...desk.detect, gate: undefined, patterns, validate: [] } }
    const said = (rule: object) => {
      const matcher = new Matcher(compileRules([...rules, rule as typeof desk], book.lists, asOf))
      return matcher.hitsInText('ZX-0042, diagnosed with asthma', '', 'text').some(({ hit }) => hit.rule.id === 'pii-sensitive/health')
    }
    expect(said(own)).toBe(true)
    const { identifies: _not, ...nobody } = own
    expect(said(nobody)).toBe(false)
  })

  it('not by a word that is part of an identifier, whoever else is named beside it', () => {
    expect(sensitive('Authors: miguel@mailbox.cn, lupus@mailbox.cn, dieter@mailbox.cn')).toEqual([])
    expect(sensitive('Authors: miguel@mailbox.cn, lupus@mailbox.cn, who has lupus')).toEqual(['health'])
  })

  it('not across paragraphs, nor far away, nor beside a number that is none', () => {
    expect(sensitive(`乙肝的传播途径有三种。\n\n手机 13912345678`)).toEqual([])
    expect(sensitive(`乙肝${'，其他内容'.repeat(12)}手机 13912345678`)).toEqual([])
    expect(sensitive(`Patient name: Anna Kessler, ${'as it was said to us '.repeat(5)}asthma`)).toEqual([])
    expect(sensitive('乙肝，编号 110105199003077660')).toEqual([])
  })
})

describe('a form', () => {
  const told = (text: string) => {
    const matcher = new Matcher(compileRules(rules, book.lists, asOf))
    return matcher
      .hitsInText(text, '', 'text')
      .filter(({ hit }) => hit.suppressed === undefined && hit.rule.pack === 'pii-sensitive')
      .map(({ hit, start, end }) => `${hit.rule.id.split('/')[1]!} ${Buffer.from(text).subarray(start, end).toString()}`)
  }

  it('says what stands behind its label, after a colon, a blank or a verb', () => {
    expect(told('姓名：张小三\n临床诊断：右膝半月板损伤\n')).toEqual(['health 右膝半月板损伤'])
    expect(told('姓名：张小三  宗教信仰 藏传佛教 文化程度 初中')).toEqual(['religion 藏传佛教'])
    expect(told('姓名：张小三。去年诊断为甲状腺功能异常，现服药。')).toEqual(['health 甲状腺功能异常'])
    expect(told('姓名：张小三，病理诊断提示浸润性导管癌。')).toEqual(['health 浸润性导管癌'])
    expect(told('姓名：张小三，性取向为同性')).toEqual(['specific-identity 同性'])
    expect(told('姓名：张小三\n诊断：重度憂鬱症，單次發作\n')).toEqual(['health 重度憂鬱症，單次發作'])
  })

  it('farther from the name than a word of a sentence, and not of somebody in another paragraph', () => {
    const filled = '，其他内容'.repeat(12)
    expect(told(`姓名：张小三${filled}，主诉：右膝疼痛三天`)).toEqual(['health 右膝疼痛三天'])
    expect(told('姓名：张小三\n\n主诉：右膝疼痛三天')).toEqual([])
  })

  it('nothing where the next label is glued to the value; the colon of a time is none of a label', () => {
    expect(told('姓名：尚小童性别：男宗教：四圣教国籍+上线时间：库迪诺')).toEqual([])
    expect(told('姓名：张小三\n主诉：今晨 10:30 起右膝疼痛\n')).toEqual(['health 今晨 10:30 起右膝疼痛'])
  })

  it.each(['无', '否认', '________', '□有 □无', '良好', '不详', '', '请如实填写'])('says nothing where nothing is entered: %s', (entry) => {
    expect(told(`姓名：张小三\n过敏史：${entry}\n宗教信仰：${entry}\n`)).toEqual([])
  })
})

describe('a minor', () => {
  it('is whoever was under fourteen on the day the run is judged against', () => {
    const text = (birth: string) => `身份证号 ${residentId(birth)}。`
    expect(sensitive(text('20121124'))).toEqual(['minor'])
    expect(sensitive(text('20121123'))).toEqual([])
    expect(sensitive(text('20121123'), '2026-11-22')).toEqual(['minor'])
    expect(sensitive(text('19900307'))).toEqual([])
    expect(sensitive('出生日期：2016年3月7日。')).toEqual(['minor'])
    expect(sensitive('出生日期：1990年3月7日。')).toEqual([])
  })

  it('is never made of an unsure date: where day and month may change places, the elder counts', () => {
    expect(birthOf('02/11/2012')).toBe(20120211)
    expect(birthOf('31/12/2012')).toBe(20121231)
    expect(birthOf('March 7, 2016')).toBe(20160307)
    expect(birthOf('2016年3月7日')).toBe(20160307)
    expect(birthOf('no date')).toBeUndefined()
  })
})

describe('the table of sensitive types', () => {
  const clause = 'PIPL-28/29'
  const cites = (profile: string, id: string) =>
    graded(rules, book.sensitivity, profile)
      .find((rule) => rule.id === id)!
      .requirements.includes(clause)

  it('has the seven types of PIPL Article 28 in every profile, each with its mark', () => {
    expect(book.sensitivity.map(({ profile }) => profile)).toEqual(['gbt-45574-2025', 'gbt-35273-2020'])
    for (const { rows } of book.sensitivity) {
      const known = new Set(rows.filter(({ mark }) => mark === 'V').map(({ category }) => category))
      expect([...known].sort()).toEqual([
        'biometric',
        'financial-account',
        'health',
        'minors',
        'religion',
        'specific-identity',
        'whereabouts',
      ])
    }
  })

  it('calls an identity number sensitive under one standard and not under the other', () => {
    expect(cites('gbt-45574-2025', 'pii-cn/resident-id')).toBe(false)
    expect(cites('gbt-35273-2020', 'pii-cn/resident-id')).toBe(true)
    for (const profile of ['gbt-45574-2025', 'gbt-35273-2020']) {
      expect(cites(profile, 'pii-cn/bank-card')).toBe(true)
      expect(cites(profile, 'pii-sensitive/health')).toBe(true)
      // Recalled only: shown in the table, without effect.
      expect(cites(profile, 'pii-cn/passport')).toBe(false)
    }
  })
})

describe('in a report', () => {
  it('a minor asks for guardian consent, health for separate consent, each type by its own rule, and nothing is printed', async () => {
    const child = residentId('20160307')
    const data = fill(folder(), {
      'dataaudit.config.yaml': 'profile: cn-2025\nsensitivityProfile: gbt-35273-2020\n',
      'c/a.jsonl': lines([{ text: `学生身份证号 ${child}。` }, { text: `身份证号 ${residentId('19900307')}，诊断为糖尿病。` }]),
    })
    const { report, findings, stdout } = await scan(['c'], { cwd: data })
    const counts = new Map<string, number>()
    for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    expect(counts.get('pii-sensitive/minor')).toBe(1)
    expect(counts.get('pii-sensitive/health')).toBe(1)
    const row = (id: string) => report.requirements.find((one) => one.id === id)!
    expect(row('PIPL-31').result).toBe('nonconform')
    expect(row('PIPL-28/29').result).toBe('nonconform')
    // By the law itself: a minor and a diagnosis. An identity number alone is sensitive only by Annex B, which was not read itself.
    const number = fill(folder(), {
      'dataaudit.config.yaml': 'profile: cn-2025\nsensitivityProfile: gbt-35273-2020\n',
      'c/a.jsonl': lines([{ text: `身份证号 ${residentId('19900307')}。` }]),
    })
    const alone = (await scan(['c'], { cwd: number })).report
    const sensitive = alone.requirements.find((one) => one.id === 'PIPL-28/29')!
    expect(sensitive.result).toBe('insufficient-evidence')
    expect(sensitive.evidence.zh).toContain('仅依据 GB/T 35273-2020 附录 B')
    expect(alone.rules.find(({ id }) => id === 'pii-cn/resident-id')!.requirements).toContain('GB/T 35273-2020 Annex B')
    expect(`${stdout}${JSON.stringify(report)}${JSON.stringify(findings)}`).not.toContain(child)
  })
})

describe('in a record', () => {
  const rows = [
    { 姓名: '孙浩然', 民族: '回族', 宗教信仰: '伊斯兰教' },
    { 姓名: '赵敏', 诊断: '2型糖尿病', 过敏史: '无' },
    { 名称: '北京大学第三医院', 诊断: '2型糖尿病' },
    { patient: { email: 'li.wei@mailbox.cn' }, visit: { diagnosis: ['asthma', 'J45.909'] } },
    { contact: { email: 'li.wei@mailbox.cn' }, items: [{ diagnosis: 'asthma' }, { diagnosis: 'flu' }] },
    {
      people: [
        { 姓名: '孙浩然', 诊断: '高血压' },
        { 编号: '7', 诊断: '高血压' },
      ],
    },
    { phone: '13912345678', religion: 'none', face_embedding: [0.1234567, 0.7654321] },
    { phone: '13912345678', face_template: 'AAEBAgMEBQYHCAkKCwwNDg8Q' },
    { text: '请问流感有哪些症状？', phone: '13912345678' },
  ]
  const table = '姓名,手机号,入院诊断,宗教信仰\n孙浩然,13912345678,慢性胃炎,无\n赵敏,13812345678,健康,佛教\n,,慢性胃炎,佛教\n'

  it('what a field says by its name is of the person whom another field names, and of nobody where none does or a list lies between', async () => {
    const data = fill(folder(), { 'c/a.jsonl': lines(rows), 'c/b.csv': table })
    const { report, findings } = await scan(['c'], { cwd: data })
    expect(
      findings
        .filter(({ rule }) => rule.startsWith('pii-sensitive/'))
        .map(({ file, record, field, rule, confidence }) => [file, record, field, rule.split('/')[1], confidence]),
    ).toEqual([
      [1, 0, '/宗教信仰', 'religion', 'medium'],
      [1, 1, '/诊断', 'health', 'medium'],
      [1, 3, '/visit/diagnosis/0', 'health', 'medium'],
      [1, 3, '/visit/diagnosis/1', 'health', 'medium'],
      [1, 5, '/people/0/诊断', 'health', 'medium'],
      [1, 7, '/face_template', 'biometric', 'medium'],
      [2, 0, '/入院诊断', 'health', 'medium'],
      [2, 1, '/宗教信仰', 'religion', 'medium'],
    ])
    const alone = report.statistics.suppressed.byReason.find(({ reason }) => reason === 'no-person')
    expect(alone?.count).toBe(6)
  })

  it('a cleaned copy holds none of it, and keeps what is said of nobody', async () => {
    const data = fill(folder(), { 'c/b.csv': table })
    const { status } = await run(['redact', 'c', '-o', 'clean'], { cwd: data })
    expect(status).toBe(0)
    expect(readFileSync(join(data, 'clean/corpus/b.csv'), 'utf8')).toBe(
      '姓名,手机号,入院诊断,宗教信仰\n[CN_PERSON_NAME],[CN_MOBILE],[HEALTH_INFORMATION],无\n[CN_PERSON_NAME],[CN_MOBILE],健康,[RELIGIOUS_BELIEF]\n,,慢性胃炎,佛教\n',
    )
  })
})

describe('the age of a child in a record', () => {
  const told = async (files: { readonly [name: string]: string }) => {
    const data = fill(folder(), files)
    const { findings } = await scan(['c'], { cwd: data })
    return findings.filter(({ rule }) => rule === 'pii-sensitive/minor-by-age').map(({ file, record, field }) => [file, record, field])
  }

  it('counts as a figure of JSON, as text and in a column, below fourteen years and where somebody can be known', async () => {
    const rows = [
      { 姓名: '王小明', 年龄: 9 },
      { 姓名: '王小明', 年龄: 14 },
      { 姓名: '王小明', 年龄: '十一岁' },
      { 姓名: '王小明', 年龄: 1.5e1 },
      { 姓名: '王小明', 年龄: null, 班级: 9 },
      { 编号: '7', 年龄: 9 },
      { child: { email: 'li.wei@mailbox.cn', age: 12 } },
      { email: 'li.wei@mailbox.cn', page: 12, stage: 3, mileage: 7 },
    ]
    expect(await told({ 'c/a.jsonl': lines(rows), 'c/b.csv': '姓名,年龄\n王小明,13\n李小红,31\n' })).toEqual([
      [1, 0, '/年龄'],
      [1, 2, '/年龄'],
      [1, 6, '/child/age'],
      [2, 0, '/年龄'],
    ])
  })

  it('is taken out of a cleaned copy, which is still JSON', async () => {
    const data = fill(folder(), { 'c/a.jsonl': lines([{ 姓名: '王小明', 年龄: 9, 班级: 9 }]) })
    const { status } = await run(['redact', 'c', '-o', 'clean'], { cwd: data })
    expect(status).toBe(0)
    expect(JSON.parse(readFileSync(join(data, 'clean/corpus/a.jsonl'), 'utf8'))).toEqual({
      姓名: '[CN_PERSON_NAME]',
      年龄: '[MINOR_UNDER_14]',
      班级: 9,
    })
  })
})
