import { grouped, plural } from '../figures.ts'
import { both, columns, computed, type Ground, type Row, row, same, table } from './form.ts'

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
        both('签名见报告的声明', 'for the signature see the statement of the report'),
      ),
    ),
  }
}
