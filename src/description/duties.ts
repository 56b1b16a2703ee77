import { grouped, plural, share } from '../figures.ts'
import type { Words } from '../model.ts'
import { both, columns, computed, declared, type Entry, type Ground, joined, perSource, type Row, row, same, table } from './form.ts'
import { joinWords, maybe, reference, withheld, words } from './provenance.ts'

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
  const delicate = lines.filter(({ rule }) => rule.requirements.some((id) => ['PIPL-28/29', 'NDSR-22', 'TC-5.2c2'].includes(id)))
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
                '年龄只由身份号码和出生日期得知，其他情形不能由文本扫描判断',
                'ages are told by identity numbers and dates of birth only; a text scan cannot tell them otherwise',
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

interface Looked {
  readonly title: Words
  readonly found: boolean
  readonly cells: readonly Words[]
}

/** What was found as a table, and what was looked for and not found by name: a hundred rows of zeros hide the ones that matter. */
function foundAndNot(heads: readonly Words[], lines: readonly Looked[], told?: Words): Entry[] {
  const found = lines.filter((line) => line.found)
  const not = lines.filter((line) => !line.found).map(({ title }) => title)
  const absent = both(
    `已检查而没有命中的类别 ${grouped(not.length)} 类：${not.map(({ zh }) => zh).join('、')}`,
    `looked for without a finding, ${plural(not.length, 'kind')}: ${not.map(({ en }) => en).join('; ')}`,
  )
  const rows = table(
    heads,
    found.map(({ cells }) => cells),
  )
  return [
    ...(rows === undefined ? [] : [computed(rows, told)]),
    ...(not.length === 0 ? [] : [computed(absent, rows === undefined ? told : undefined)]),
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

/** Section 7: intellectual property. Markers, never a judgement. */
export function property({ report, sources }: Ground): Row[] {
  const hits = new Map(report.statistics.findings.byRule.map((line) => [line.rule, line]))
  const rules = report.rules.filter((rule) => rule.domain === 'ip')
  const { licences } = report.statistics
  return [
    row(
      '7.1',
      'ip.markers',
      '知识产权标记统计',
      'Markers of intellectual property by kind',
      ...(rules.length === 0
        ? [computed(undefined, both('未启用知识产权标记规则', 'no rule for markers took part'))]
        : foundAndNot(
            columns(['标记', 'Marker'], ['级别', 'Severity'], ['数量', 'Findings'], ['涉及记录', 'Records']),
            rules.map((rule) => {
              const line = hits.get(rule.id)
              const sum = (line?.findings.high ?? 0) + (line?.findings.medium ?? 0) + (line?.findings.low ?? 0)
              const cells = [rule.title, severityWords[rule.severity]!, same(grouped(sum)), same(grouped(line?.rate.records ?? 0))]
              return { title: rule.title, found: line !== undefined, cells }
            }),
            both('是否侵权未作判断', 'infringement was not judged'),
          )),
    ),
    row(
      '7.2',
      'ip.licences',
      '许可证分布',
      'Mix of licences',
      declared(
        joinWords(
          (sources?.sources ?? []).map(({ id, licence }) =>
            licence === undefined ? undefined : both(`${id}：${licence}`, `${id}: ${licence}`),
          ),
        ),
      ),
      computed(
        table(
          columns(['记录中的许可字段', "Records' licence field"], ['记录数', 'Records'], ['占比', 'Share']),
          licences.rows
            .slice(0, 20)
            .map((line) => [
              line.value === '(none)'
                ? both('（无许可字段）', '(no licence field)')
                : line.value === '(withheld)'
                  ? withheld
                  : same(line.value),
              same(grouped(line.records)),
              share(line.records, Math.max(report.statistics.volume.records, 1)),
            ]),
        ),
        licences.rows.length === 0
          ? both('记录没有许可字段', 'the records carry no licence field')
          : both(
              `共 ${grouped(licences.distinct)} 种${licences.exact ? '' : '（估算）'}`,
              `${grouped(licences.distinct)} kinds${licences.exact ? '' : ' (estimated)'}`,
            ),
      ),
    ),
    row(
      '7.3',
      'ip.governance',
      '知识产权负责人、管理策略与投诉渠道',
      'Owner, policy and complaint channel',
      declared(governance({ sources, report, attribution: undefined })),
    ),
  ]
}

function governance({ sources, report }: Ground): Words | undefined {
  const { owner, policy, channel, summary } = sources?.ip ?? {}
  const part = (zh: string, en: string, value: Words | undefined) => value && both(`${zh}：${value.zh}`, `${en}: ${value.en}`)
  return joinWords([
    part('负责人', 'owner', maybe(owner)),
    part('管理策略', 'policy', reference(policy, report.asOf)),
    part('投诉渠道', 'complaints', maybe(channel)),
    part('摘要信息', 'summary', maybe(summary)),
  ])
}

const severityWords: { readonly [severity: string]: Words } = {
  error: both('严重', 'error'),
  warning: both('警告', 'warning'),
  note: both('提示', 'note'),
}
/** Section 9: what the model is and how it is trained; the scan cannot know. */
export function algorithm({ sources }: Ground): Row[] {
  const { summary, architecture, training, systems } = sources?.algorithm ?? {}
  return [
    row('9.1', 'algorithm.summary', '基础算法', 'Basic algorithm', declared(joinWords([maybe(summary), maybe(architecture)]))),
    row('9.2', 'algorithm.training', '训练方法', 'Training method', declared(training)),
    row('9.3', 'algorithm.systems', '技术体系', 'Technical system', declared(joined(systems))),
  ]
}

/** Section 10, without the completeness, which needs all other sections. */
export function limits({ report }: Ground): { readonly unseen: Row; readonly tools: Row; readonly disagreements: Row } {
  const { coverage, risks, tool, rulePacks } = report
  const open = risks.filter((risk) => risk.coverage === 'none')
  const told = report.declaration?.discrepancies ?? []
  return {
    disagreements: row(
      '10.4',
      'declaration.discrepancies',
      '申报与扫描所见不一致之处',
      'Where what was declared and what was seen do not agree',
      computed(
        report.declaration === null ? undefined : told.length === 0 ? both('未发现', 'none found') : told.map((line) => line.words),
        report.declaration === null ? both('没有来源清单可供核对', 'there is no manifest to check against') : undefined,
      ),
    ),
    unseen: row(
      '10.1',
      'limits',
      '未覆盖范围',
      'What was not examined',
      computed([
        both('记录所指向的图片、音频、视频未打开。', 'Images, audio and video that records point to were not opened.'),
        coverage.complete
          ? both('文件、字节、记录均已读取。', 'Every file, byte and record was read.')
          : both(
              `未能读取或者跳过：${grouped(coverage.files.unreadable + coverage.files.skipped)} 个文件、${grouped(coverage.bytes.unreadable + coverage.bytes.skipped)} 字节、${grouped(coverage.records.unreadable + coverage.records.skipped)} 条记录。`,
              `Unreadable or skipped: ${plural(coverage.files.unreadable + coverage.files.skipped, 'file')}, ${plural(coverage.bytes.unreadable + coverage.bytes.skipped, 'byte')}, ${plural(coverage.records.unreadable + coverage.records.skipped, 'record')}.`,
            ),
        ...(open.length === 0
          ? []
          : [
              both(
                `没有规则或者关键词覆盖的风险类型 ${open.length} 类：${open.map((risk) => risk.std).join('、')}。`,
                `${plural(open.length, 'risk type')} without a rule or a keyword: ${open.map((risk) => risk.std).join(', ')}.`,
              ),
            ]),
        report.config.names.length > 1
          ? both(
              '行文中的姓名为估计值；代码、近似重复未统计。',
              'Names in running text are estimated; code and near duplicates were not counted.',
            )
          : both(
              '姓名只在“姓名：”等提示词之后或者姓名字段中查找，行文中的姓名未评估；代码、近似重复未统计。',
              'Names were looked for behind cues such as "Name:" and in fields of names; names in running text were not assessed, code and near duplicates not counted.',
            ),
        both('疑似命中由规则得出，可能有误报和漏报。', 'Candidates come from rules: some are wrong, and some are missed.'),
      ]),
    ),
    tools: row(
      '10.3',
      'attestation',
      '工具与规则包版本',
      'Tool and rule packs',
      computed(
        table(columns(['名称', 'Name'], ['版本', 'Version'], ['SHA-256', 'SHA-256']), [
          [same(tool.name), same(tool.version), both('—', '—')],
          ...rulePacks.map((pack) => [same(pack.name), same(pack.version), same(pack.digest.sha256)]),
        ]),
        both('签名见报告的证明文件', 'for the signature see the statement of the report'),
      ),
    ),
  }
}
