import type { Words } from '../model.ts'
import { isSensitive } from '../rules/legal.ts'
import { grouped, share } from '../words/figures.ts'
import { both, columns, computed, declared, type Ground, maybe, perSource, type Row, reference, row, same, table, words } from './form.ts'
import { foundAndNot } from './found.ts'

/** Section 6: personal information. Counts only, never a value. */
export function personal(given: Ground): Row[] {
  const { report, sources } = given
  const rules = report.rules.filter((rule) => rule.domain === 'pii')
  const hits = new Map(report.statistics.findings.byRule.map((line) => [line.rule, line]))
  const total = report.statistics.volume.records
  const lines = rules.map((rule) => {
    const line = hits.get(rule.id)
    const lower = (line?.findings.medium ?? 0) + (line?.findings.low ?? 0)
    return {
      rule,
      cells: [
        rule.title,
        same(grouped(line?.findings.high ?? 0)),
        same(grouped(lower)),
        same(grouped(line?.rate.records ?? 0)),
        share(line?.rate.records ?? 0, Math.max(total, 1)),
      ],
    }
  })
  const heads = columns(['类别', 'Kind'], ['高置信度', 'High'], ['较低置信度', 'Lower'], ['涉及记录', 'Records'], ['占比', 'Share'])
  const delicate = lines.filter(({ rule }) => isSensitive(rule))
  const none = both('未启用个人信息规则', 'no rule for personal information took part')
  return [
    row(
      '6.1',
      'personalInfo.types[]',
      '个人信息类别与数量（疑似命中）',
      'Kinds of personal information and counts (candidate matches)',
      ...(lines.length === 0
        ? [computed(undefined, none)]
        : foundAndNot(
            heads,
            lines.map(({ rule, cells }) => ({ title: rule.title, found: hits.has(rule.id), cells })),
          )),
    ),
    row(
      '6.2',
      'personalInfo.sensitive',
      '敏感个人信息、不满十四周岁未成年人',
      'Sensitive personal information; minors under fourteen',
      computed(
        table(
          heads,
          delicate.map((line) => line.cells),
        ),
        delicate.length === 0
          ? both('未启用针对敏感个人信息的规则', 'no rule for sensitive personal information took part')
          : delicate.some(({ rule }) => rule.requirements.includes('PIPL-31'))
            ? both(
                '年龄只由身份号码、出生日期以及姓名旁、表单或字段中写明的年龄得知，其他情形不能由文本扫描判断',
                'ages are told by identity numbers, dates of birth and ages stated beside a name, in a form or in a field; a text scan cannot tell them otherwise',
              )
            : both('年龄不能由文本扫描判断', 'a text scan cannot tell ages'),
      ),
      declared(sources?.personalInfo?.minors, both('未成年人个人信息的处理', 'how personal information of minors is handled')),
    ),
    row(
      '6.3',
      'sources[].piBasis',
      '处理个人信息的合法性基础（个人信息保护法第十三条）',
      'Lawful basis for processing (PIPL Article 13)',
      declared(
        perSource(given, columns(['合法性基础', 'Basis'], ['合理范围说明', 'Scope']), (source) => [
          source.piBasis && words(source.piBasis, groundWords),
          maybe(source.piScope) ?? (source.piBasis === undefined || source.piBasis.includes('public') ? undefined : both('—', '—')),
        ]),
      ),
    ),
    row(
      '6.4',
      'sources[].piConsent',
      '单独同意与监护人同意的证明',
      'Evidence of separate and of guardian consent',
      declared(
        perSource(
          given,
          columns(['同意', 'Consent'], ['单独同意', 'Separate consent'], ['监护人同意', 'Guardian consent']),
          ({ piConsent }) => [piConsent?.consent, piConsent?.separate, piConsent?.guardian].map((proof) => reference(proof, report.asOf)),
        ),
      ),
    ),
    row(
      '6.5',
      'personalInfo.deidentification',
      '去标识化与匿名化方法、残留比例',
      'De-identification: method and residual rate',
      declared(sources?.personalInfo?.deidentification),
      computed(residual(given), rules.length === 0 ? none : both('仅作掩码处理不等于匿名化', 'masking alone is not anonymisation')),
    ),
    row(
      '6.6',
      'personalInfo.aggregateConsumer',
      '汇总消费者信息',
      'Aggregate consumer information',
      declared(sources?.personalInfo?.aggregateConsumer),
    ),
    row(
      '6.7',
      'governance.pipia',
      '个人信息保护影响评估',
      'Personal information protection impact assessment',
      declared(reference(sources?.governance?.pipia, report.asOf)),
    ),
  ]
}

const groundWords: { readonly [ground: string]: Words } = {
  consent: both('（一）取得个人同意', '(1) consent'),
  contract: both('（二）订立、履行合同或者人力资源管理所必需', '(2) contract or human resources'),
  'legal-duty': both('（三）履行法定职责或者法定义务所必需', '(3) statutory duty'),
  emergency: both('（四）应对突发公共卫生事件或者紧急情况', '(4) public health or emergency'),
  news: both('（五）为公共利益实施新闻报道、舆论监督', '(5) news reporting in the public interest'),
  public: both('（六）在合理范围内处理已公开的个人信息', '(6) public personal information within a reasonable scope'),
  'other-law': both('（七）法律、行政法规规定的其他情形', '(7) other cases set by law'),
}

function residual({ report }: Ground): Words | undefined {
  const line = report.statistics.findings.byDomain.find((entry) => entry.domain === 'pii')
  if (!report.rules.some((rule) => rule.domain === 'pii')) return undefined
  const part = share(line?.rate.records ?? 0, Math.max(report.statistics.volume.records, 1))
  return both(`仍有个人信息疑似命中的记录占 ${part.zh}`, `records with a candidate of personal information: ${part.en}`)
}
