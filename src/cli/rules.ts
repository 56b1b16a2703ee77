import type { Command } from 'commander'
import type { Example, Rule } from '../model.ts'
import { severityWords } from '../report/words.ts'
import { compileRules, costsOf, exampleFailures, gateFailures, loadRuleBook, Matcher, type RuleBook, rulesNamed } from '../rules/index.ts'
import { exitCodes, Stop } from '../stop.ts'
import { byCodeUnits } from '../text/order.ts'
import { defaultAsOf } from '../version.ts'
import { nearest } from '../words/nearest.ts'
import { type CommandIo, type GlobalOptions, type Voice, voiceOf } from './io.ts'
import { type PackOptions, packOptions } from './shared-options.ts'

interface RulesOptions extends GlobalOptions, PackOptions {}

/** `dataaudit rules`: the catalogue, one rule in words, the rules' own tests. */
export function register(program: Command, io: CommandIo): void {
  const group = program.command('rules').description('the rule catalogue / 规则目录')
  const command = (name: string, description: string) => packOptions(group.command(name).description(description))
  const setUp = (self: Command) => {
    const options = self.optsWithGlobals<RulesOptions>()
    const book = loadRuleBook(options.rules ?? [], { trustCode: options.trustCode === true, cwd: io.cwd })
    return { book, voice: voiceOf(io, options) }
  }
  command('list', 'all rules, one a line / 列出全部规则').action((_options: unknown, self: Command) => {
    const { book, voice } = setUp(self)
    list(everyRule(book), voice, io)
  })
  command('explain', 'one rule in words / 说明一条规则')
    .argument('<rule>', 'its id, such as pii-cn/resident-id / 规则编号')
    .action((id: string, _options: unknown, self: Command) => {
      const { book, voice } = setUp(self)
      explain(id, book, voice, io)
    })
  command('test', 'run the rules’ own examples, with and without gates / 运行规则自带的测试')
    .argument('[names...]', 'only these rules, or all of these packs, such as pii-cn / 只测试这些规则或规则包')
    .action((names: readonly string[], _options: unknown, self: Command) => {
      const { book, voice } = setUp(self)
      const rules = everyRule(book)
      test(rules, names.length === 0 ? new Set(rules) : rulesNamed(names, rules, 'rules test'), book, voice, io)
    })
}

/** All rules there are, those too that run only when asked for, by id. */
const everyRule = (book: RuleBook): readonly Rule[] => book.packs.flatMap(({ rules }) => rules).sort((a, b) => byCodeUnits(a.id, b.id))

function list(rules: readonly Rule[], voice: Voice, io: CommandIo): void {
  if (voice.json) {
    io.stdout.write(
      `${JSON.stringify(rules.map(({ id, rev, status, domain, entity, risk, requirements, severity, title }) => ({ id, rev, status, domain, entity, risk, requirements, severity, title })))}\n`,
    )
    return
  }
  const width = Math.max(...rules.map((rule) => rule.id.length))
  for (const rule of rules)
    io.stdout.write(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.risk}  ${rule.title[voice.lang]}${seldom(rule, voice)}\n`)
}

/** Why a rule of the list does not run in every scan. */
const seldom = ({ optional, status }: Rule, { lang }: Voice): string => {
  if (status === 'deprecated') return lang === 'zh' ? '（停用）' : ' (deprecated)'
  if (optional === true) return lang === 'zh' ? '（可选，点名才运行）' : ' (optional: runs when asked for)'
  return ''
}

function explain(id: string, book: RuleBook, voice: Voice, io: CommandIo): void {
  const rules = book.packs.flatMap((pack) => pack.rules)
  const rule = rules.find((one) => one.id === id)
  if (rule === undefined) {
    const close = nearest(
      id,
      rules.map((one) => one.id),
    )
    throw new Stop('usage', 'rules.unknown-rule', {
      en: `there is no rule "${id}"${close === undefined ? ';' : `; did you mean "${close}"?`} "dataaudit rules list" prints all`,
      zh: `没有规则“${id}”${close === undefined ? '；' : `；是否指“${close}”？`}可用“dataaudit rules list”查看全部`,
    })
  }
  if (voice.json) {
    io.stdout.write(`${JSON.stringify(rule)}\n`)
    return
  }
  const { lang } = voice
  const zh = lang === 'zh'
  const clauses = new Map(book.law.requirements.map((row) => [row.id, row.title[lang]]))
  const risk = book.risks.find((row) => row.id === rule.risk)!
  const lines = [
    voice.colours.bold(`${rule.id}  ${rule.title[lang]}`),
    zh
      ? `级别：${severityWords[rule.severity].zh}（${rule.severity}） · 状态：${statusZh[rule.status]} · 修订 ${rule.rev}`
      : `severity: ${rule.severity} · status: ${rule.status} · revision ${rule.rev}`,
    `${zh ? '风险类型：' : 'risk: '}${rule.risk} ${risk.title[lang]}`,
    '',
    `${zh ? '为什么检测：' : 'Why: '}${rule.why[lang]}`,
    `${zh ? '处理办法：' : 'What to do: '}${rule.remedy[lang]}`,
    '',
    zh ? '法律依据：' : 'Legal basis:',
    ...rule.requirements.map((clause) => `  ${clause}  ${clauses.get(clause) ?? ''}`),
    zh ? '应命中的示例：' : 'Examples it must find:',
    ...rule.examples.match.map((example) => `  ${placed(example)}`),
    zh ? '不应命中的示例：' : 'Examples it must leave alone:',
    ...rule.examples.pass.map((example) => `  ${placed(example)}${example.why === undefined ? '' : `  (${example.why})`}`),
    ...(rule.refs.length === 0 ? [] : [`${zh ? '参考：' : 'References: '}${rule.refs.join(zh ? '；' : '; ')}`]),
  ]
  io.stdout.write(`${lines.join('\n')}\n`)
}

const statusZh: { readonly [status: string]: string } = { stable: '稳定', experimental: '试行', deprecated: '停用' }

/** An example on one line, behind the field it stands in. */
const placed = ({ text, field }: Example): string => `${field === undefined ? '' : `${field}: `}${text.replaceAll('\n', '⏎')}`

/** Rules whose cost is printed unless all are asked for. */
const dearest = 10

/** Examples of the tested rules, gates of all rules held to the oracle on each of them, and what each of the tested rules costs. */
function test(all: readonly Rule[], tested: ReadonlySet<Rule>, book: RuleBook, voice: Voice, io: CommandIo): void {
  const rules = [...tested]
  const zh = voice.lang === 'zh'
  const most = (rule: Rule) => (tested.has(rule) ? Number.POSITIVE_INFINITY : 0)
  const failures = exampleFailures(all, book.lists, defaultAsOf, { most, code: book.code }).map(({ rule, words }) => ({
    rule: rule.id,
    words,
  }))
  const gates = gateFailures(rules, new Matcher(compileRules(all, book.lists, defaultAsOf, book.code)), 'all')
  failures.push(...gates.map(({ rule, words }) => ({ rule: rule.id, words })))
  const examples = rules.reduce((sum, rule) => sum + rule.examples.match.length + rule.examples.pass.length, 0)
  const texts = all.flatMap((rule) => [...rule.examples.match, ...rule.examples.pass].map(({ text }) => text))
  const costs = costsOf(rules, texts, book, defaultAsOf, () => performance.now())
  const ungated = costs.filter(({ gated }) => !gated)
  if (voice.json) io.stdout.write(`${JSON.stringify({ rules: rules.length, examples, failures, costs })}\n`)
  else {
    for (const { rule, words } of failures) io.stdout.write(`${voice.colours.red('✗')} ${rule} ${words[voice.lang]}\n`)
    const shown = voice.verbose ? costs : costs.filter(({ gated }, place) => place < dearest || !gated)
    io.stdout.write(
      zh
        ? '开销最高的规则，以全部示例为文本（每 kB 微秒，每 MB 候选）：\n'
        : `what the dearest rules cost over the text of all examples (µs per kB, candidates per MB):\n`,
    )
    for (const { rule, gated, microsecondsPerKb, candidatesPerMb } of shown) {
      const asks = gated ? String(candidatesPerMb) : zh ? '没有 gate，每段文本都要过一遍' : 'has no gate, so it reads every text'
      io.stdout.write(`  ${microsecondsPerKb.toFixed(1).padStart(6)}  ${asks.padStart(6)}  ${rule}\n`)
    }
    io.stdout.write(
      zh
        ? `${rules.length} 条规则，${examples} 个示例，${failures.length} 处失败，${ungated.length} 条没有 gate\n`
        : `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}, ${examples} ${examples === 1 ? 'example' : 'examples'}, ${failures.length} failed, ${ungated.length} without a gate\n`,
    )
  }
  if (failures.length > 0) io.exit = exitCodes.usage
}
