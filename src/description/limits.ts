import { sourcesDigest } from '../sources/index.ts'
import { grouped, plural } from '../words/figures.ts'
import { both, columns, computed, type Ground, type Row, row, same, table } from './form.ts'

/**
 * Whether what is declared here comes from the sources manifest that the scan was judged with. `none`: there is no manifest on either side.
 * `left-out`: the scan had one and the description has none. `unchecked`: the scan had none. `other`: the two differ.
 */
export function manifestState({
  report,
  sources,
}: Pick<Ground, 'report' | 'sources'>): 'none' | 'same' | 'left-out' | 'unchecked' | 'other' {
  const scanned = report.declaration?.digest.sha256
  if (sources === undefined) return scanned === undefined ? 'none' : 'left-out'
  if (scanned === undefined) return 'unchecked'
  return sourcesDigest(sources) === scanned ? 'same' : 'other'
}

/** Says on which sources manifest the description rests, and on which the checks in it. */
function manifest(given: Ground): Row {
  const scanned = given.report.declaration?.digest.sha256
  const own = given.sources && sourcesDigest(given.sources)
  const told = {
    none: both('扫描和编制本说明时均未使用来源清单。', 'Neither the scan nor this description had a sources manifest.'),
    same: both(`扫描与编制本说明使用同一来源清单：${own}`, `The scan and this description had the same sources manifest: ${own}`),
    'left-out': both(
      `扫描时使用了来源清单 ${scanned}，但编制本说明时未提供，其中的申报未列入。`,
      `The scan had the sources manifest ${scanned}, but it was not given to this description: what is declared in it is left out.`,
    ),
    unchecked: both(
      `编制本说明时使用了来源清单 ${own}，但扫描时未使用，所申报的内容未经核对。`,
      `This description had the sources manifest ${own}, but the scan had none: what is declared was not checked against the data.`,
    ),
    other: both(
      `编制本说明时使用的来源清单 ${own} 与扫描时的 ${scanned} 不同：申报取自前者，核对结果取自后者。`,
      `The sources manifest of this description, ${own}, is not that of the scan, ${scanned}: declarations are those of the first, checks those of the second.`,
    ),
  }[manifestState(given)]
  return row(
    '10.5',
    'declaration.digest',
    '所依据的来源清单（规范化内容的 SHA-256）',
    'Sources manifest it rests on (SHA-256 of its canonical content)',
    computed(told),
  )
}

/** Section 10, without the completeness, which needs all other sections. */
export function limits(given: Ground): { readonly unseen: Row; readonly tools: Row; readonly disagreements: Row; readonly manifest: Row } {
  const { report } = given
  const { coverage, risks, tool, rulePacks } = report
  const open = risks.filter((risk) => risk.coverage === 'none')
  const told = report.declaration?.discrepancies ?? []
  return {
    manifest: manifest(given),
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
        both('签名见报告的声明', 'for the signature see the statement of the report'),
      ),
    ),
  }
}
