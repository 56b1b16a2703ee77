import type { Lang } from '../model.ts'

/** The files `dataaudit init` writes. Each parses under its schema as it stands (`test/config/templates.test.ts`). */

/** `dataaudit.config.yaml`, for a reader of a language. */
export const configTemplate = (lang: Lang): string => `# yaml-language-server: $schema=./node_modules/dataaudit/schema/config.json
# dataaudit 配置 · dataaudit configuration. 路径以本文件所在目录为准 · Paths are relative to this file.

# 法规口径 · Legal profile
#   cac-2023  生成式人工智能服务管理办法（征求意见稿，2023年4月）· CAC draft Measures, April 2023
#   cn-2025   暂行办法与 GB/T 45654-2025 等国家标准 · final Interim Measures with the GB/T standards
#   eu-gpai   欧盟人工智能法第53条第1款(d)项 · EU AI Act, Article 53(1)(d)
#   ca-ab2013 加利福尼亚州 AB 2013 · California AB 2013
profile: cac-2023

# 报告语言：zh 或 en · Language of what a person reads: zh or en
lang: ${lang}

# 基准日，用于判断日期和年龄；固定后结果可复现 · Day against which dates are judged; fixed, so that a run can be repeated
# asOf: '2024-01-01'

# 内置规则包，省略则全部启用 · Built-in rule packs; all of them when absent
# packs: [pii-cn, pii-intl, ip]

# 自有规则包所在目录 · Folders with rule packs of your own
# rules: [./rules/our-team]

# 单条规则或者整个规则包的级别：off、note、warning、error · Level of a rule or of a whole pack
# overrides:
#   pii-intl/email: note
#   pii-intl/*: warning

# 字段用途（JSON 指针，* 匹配任一层）；无论用途如何，所有字段均会检查
# What fields are to a record (JSON Pointers, * for any one step). Every field is scanned whatever its role.
# fields:
#   text: [/text, /messages/*/content]
#   source: [/meta/source]
#   license: [/meta/license]
#   url: [/url]
#   date: [/date]

# 自备关键词库（CSV：term,risk,lang,added_at），词条不会出现在报告中
# Keyword library of your own (CSV: term,risk,lang,added_at); its terms never appear in a report
# keywords: ./keywords.csv

# 来源清单与门禁策略 · Sources manifest and gate policy
sources: ./dataaudit.sources.yaml
policy: ./policy.yaml

# 纯文本的切分方式：file、lines、paragraphs · How plain text is cut into records
split: file

# 超过该字节数的记录记为故障 · A record longer than this many bytes is a fault
maxRecordBytes: 67108864

# 字符集，auto 为自动识别 · Charset; auto detects it per file
charset: auto

# 不扫描的文件（gitignore 语法），会写入报告 · Files that are left out (gitignore syntax); the report names the patterns
ignore:
  - .git/
  - '*.tmp'

# 符号链接：reject 记为未读取，skip 记为跳过 · Symbolic links: reject counts them as unreadable, skip as skipped
symlinks: reject
`

/** `dataaudit.sources.yaml` */
export const sourcesTemplate = `# yaml-language-server: $schema=./node_modules/dataaudit/schema/sources.json
# 来源清单 · Sources manifest: 由提供者申报，未填写的项目载为“未申报” · what the provider declares; a blank is printed as "not declared".
# 不要填写个人联系方式以外的个人信息 · Put no personal information here beyond a contact.
version: 1

# 提供者 · Provider
provider: {}
#   name: 示例科技有限公司
#   contact: compliance@example.com
#   responsible: 数据合规负责人 · data compliance officer
#   complaints: https://example.com/complaints

# 模型 · Model
# model:
#   name: example-model
#   version: '1.0'
#   dependencies: [example-base-model]
#   filing: 备案号或者“未备案” · number of the filing, or "not filed"
#   marketDate: '2024-06'

# 数据集 · Dataset
# dataset:
#   name: example-corpus
#   version: '2024.1'
#   purpose: 通用对话模型预训练 · pre-training of a general dialogue model
#   domains: [百科, 新闻, 代码]
# timeframe: {latest: '2024-01', ongoing: false}

# 来源，每个数据文件应对应一个来源 · Sources; every file of the corpus should map to one
sources: []
#   - id: encyclopaedia
#     name: 示例百科 · example encyclopaedia
#     owner: Example Foundation
#     link: https://example.org
#     category: open              # open 开源 · self-collected 自采 · commercial 商业 · user-input 使用者输入 · synthetic 合成
#     stage: [pre-training]       # pre-training 预训练 · optimisation 优化训练
#     geography: overseas         # domestic 境内 · overseas 境外
#     files: ['wiki/**']          # gitignore 语法 · gitignore syntax
#     recordSource: [wiki]        # 记录来源字段的取值，默认同 id · values of the records' source field; default: the id
#     firstUsed: '2023-10'
#     licence: CC-BY-SA-4.0
#     evidence:
#       - {type: licence, ref: licences/encyclopaedia.txt, validTo: '2030-12-31'}
#         # licence 许可 · contract 合同 · authorisation 授权 · assurance 承诺 · review 审核 · crawl-record 采集记录 · consent 同意
#     piBasis: [public]           # PIPL 13: consent, contract, legal-duty, emergency, news, public, other-law
#     piScope: 仅使用公开条目，已按请求删除 · public entries only, removed on request
#     piConsent: {separate: {ref: consent/separate.pdf}}
#     optOut: {protocols: [robots.txt], measures: 按月复查 · checked monthly}
#   - id: web
#     category: self-collected
#     crawler:
#       names: [ExampleBot]
#       purpose: 公开网页文本 · public web text
#       behaviour: 遵守 robots.txt，限速 · honours robots.txt, rate-limited
#       period: {from: '2023-01', to: '2023-12'}
#       impactAssessment: {ref: crawl/impact-2023.pdf}

# 清洗与过滤 · Cleaning and filtering
# processing:
#   - {step: 去重 · deduplication, purpose: 减少重复 · fewer repeats, method: SHA-256}

# 质量 · Quality
# quality:
#   authenticity: 来源分级 · tiers of sources
#   humanSample: {items: 4000, passed: 3920, reviewers: 4, date: '2024-01'}

# 个人信息与知识产权 · Personal information and intellectual property
# personalInfo: {deidentification: 证件号码整体替换 · identity numbers replaced as a whole}
# ip: {owner: 知识产权负责人 · IP owner, channel: ip@example.com}
# governance: {pipia: {ref: pipia/2024.pdf, date: '2024-01'}}

# 人工标注；未使用时写 used: false · Manual annotation; write used: false when there is none
# annotation:
#   used: true
#   scale: [{kind: functional, type: 问答 · question and answer, items: 20000}]
#   rules:
#     - {kind: functional, ref: rules/functional-v2.pdf, version: '2', sections: [goal, data-format, method, quality-metrics]}
#     - {kind: safety, ref: rules/safety-v3.pdf, version: '3', sections: [goal, data-format, method, quality-metrics, review], risks: [CN-A1-a, CN-A1-b]}
#   # 标注记录的字段（JSON Pointer）：扫描据此核对岗位分离、批次抽检、正确率与一致性，人员编号只作比对，不写入报告
#   # Fields of labelled records: the scan counts role separation, checks of batches, accuracy and agreement; ids of people are compared, never printed
#   fields: {annotator: /annotator, reviewer: /reviewer, batch: /batch, label: /label, reviewLabel: /review_label, time: /labelled_at, ruleVersion: /rules, kind: /kind}
#   staff:
#     total: 12
#     inHouse: 4
#     outsourced: 8
#     training: 岗前培训 · before starting
#     # 培训与资格：可按人、按岗位或者对全体填写 · Training and certificates: of a person, of a role, or of everybody
#     qualifications:
#       - {kind: training, validFrom: 2024-01-10}
#       - {kind: certificate, person: a-017, role: annotator, validFrom: 2024-01-15, validTo: 2025-01-14}
#   # 没有上述字段时的申报值 · What is declared where the records have no such fields
#   verification: {sampledPercent: 10, accuracyPercent: 98.5, everyBatch: true}

# 算法与技术体系 · Algorithms and technical system
# algorithm: {summary: 自回归语言模型 · autoregressive language model, architecture: Transformer}

# 特定服务类型（附录 A.5）· Specific kinds of service (A.5)
# serviceTypes: []
`

/** `policy.yaml` */
export const policyTemplate = `# yaml-language-server: $schema=./node_modules/dataaudit/schema/policy.json
# 门禁策略 · Gate policy: dataaudit 据此判断通过与否 · what the gate judges a report by.
name: default

# 达到该级别的疑似命中即不通过：error、warning、note、none · Findings of this severity or above fail the gate
failOn: error

# 低于该置信度的疑似命中不影响结论：high、medium、low · Findings below this confidence never fail it
confidence: high

# 限值；对所列规则取代 failOn · Limits; for the rules they cover they take the place of failOn
limits: []
#   - {rule: pii-intl/email, max: 100}          # 个数 · findings
#   - {domain: pii, maxRate: 1e-5}              # 记录占比 · share of records
#   - {risk: CN-A3-a, maxRatePpm: 50}           # 百万分比 · per million
#   - {severity: warning, confidence: medium, max: 1000}

faults:
  # 允许未读取的文件与记录数，或者百分比；超出则退出码为 3 · Files and records, or a percentage, that may stay unreadable; more is exit code 3
  allowUnreadable: 0
  # 允许的读取故障次数 · Accepted number of faults
  # max: 1000

# 必须参与的规则包 · Rule packs that must have taken part
# requirePacks: [pii-cn, 'ip@1.0.0']

# 必须读取的字节比例（百万分比）· Share of bytes that must have been read, in ppm
# requireCoverage: 999000

# 关键词库须达到 TC260-003 第 8.1 条的建议规模 · The keyword library must meet the floors of TC260-003 8.1
requireKeywordFloor: false

# 必须为“符合”或者“不适用”的条目 · Requirements that must come out as conform or not applicable
# requireConform: ['cac-2023:7.3']
`
