import { type Argument, type Command, Help, type Option } from 'commander'
import type { Lang, Words } from '../model.ts'
import { type ExitName, exitCodes } from '../stop.ts'

/** The help in one language. Every description is written "English / 中文" (that of the program on two lines); without `--lang` both are shown. */

const half = (text: string, lang: Lang): string => {
  const [, en, zh] = /^(.*)(?: \/ |\n)([^/]*\p{Script=Han}.*)$/su.exec(text) ?? [undefined, text, text]
  return (lang === 'zh' ? zh : en)!
}

/** What commander writes by itself, in Chinese. */
const titles: { readonly [title: string]: string } = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}
const facts: { readonly [fact: string]: string } = { choices: '可选', default: '默认', env: '环境变量' }

/** The end of an option's line, `(choices: "a", "b", env: NAME)`, in Chinese. */
const inChinese = (described: string): string =>
  described.replace(/ \((?=(?:choices|default|env): )(.*)\)$/, (_, told: string) => {
    const plain = told
      .replaceAll('"', '')
      .replace(/, (?=default: |env: )/g, '；')
      .replaceAll(', ', '、')
    return `（${plain.replace(/(choices|default|env): /g, (_fact, name: string) => `${facts[name]} `)}）`
  })

/** Leaves one language of what a command, its options and the commands below it say. */
export function helpIn(lang: Lang, command: Command): void {
  command.description(half(command.description(), lang))
  for (const part of [...command.options, ...command.registeredArguments]) part.description = half(part.description, lang)
  if (lang === 'zh') {
    command.helpOption('-h, --help', '显示帮助')
    if (command.commands.length > 0) command.helpCommand('help [command]', '显示某个命令的帮助')
    command.configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      optionDescription: (option: Option) => inChinese(new Help().optionDescription(option)),
      argumentDescription: (argument: Argument) => inChinese(new Help().argumentDescription(argument)),
      // commander puts a space behind "Usage:", and a full-width colon has its own.
      formatHelp: (of: Command, helper: Help) => new Help().formatHelp(of, helper).replace('用法： ', '用法：'),
    })
  }
  for (const below of command.commands) helpIn(lang, below)
}

const exitWords: { readonly [exit in ExitName]: Words } = {
  passed: { en: 'passed', zh: '通过' },
  gate: { en: 'gate not met', zh: '未过门禁' },
  usage: { en: 'usage or configuration', zh: '用法或配置错误' },
  incomplete: { en: 'incomplete', zh: '检测不完整' },
  verification: { en: 'signature or verification failed', zh: '签名或验证失败' },
  bug: { en: 'internal bug', zh: '内部缺陷' },
  transient: { en: 'transient', zh: '临时性失败' },
}

/** The exit codes, for the end of the help; in both languages where none was asked for. */
export function exitCodesIn(lang: Lang | undefined): string {
  const told = Object.entries(exitCodes).map(([exit, code]) => {
    const { en, zh } = exitWords[exit as ExitName]
    return `${code} ${lang === 'zh' ? zh : lang === 'en' ? en : `${en} ${zh}`}`
  })
  const head = lang === 'zh' ? '退出码：' : lang === 'en' ? 'Exit codes: ' : 'Exit codes / 退出码: '
  return `\n${head}${told.join(' · ')}`
}
