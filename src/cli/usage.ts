import type { CommanderError } from 'commander'
import type { Lang, Words } from '../model.ts'
import { nearest } from '../words/nearest.ts'

/** What commander says about a command line, as sentences in both languages with a way out. */

/** What an option that takes more than a word wants; commander is given the English. */
export const wanted = {
  wholeNumber: { en: 'a whole number of at least 1 is wanted', zh: '应为不小于 1 的整数' },
  byteSize: { en: 'a size is wanted, such as 64MiB or 1048576', zh: '应为大小，如 64MiB 或 1048576' },
  recordBytes: { en: 'a size from 1KiB to 512MiB is wanted', zh: '应为 1KiB 至 512MiB 的大小' },
  calendarDate: { en: 'a calendar date is wanted, such as 2026-01-31', zh: '应为日期，如 2026-01-31' },
} as const satisfies { readonly [what: string]: Words }

const flag = (flags: string) => /--[a-z][a-z-]*/.exec(flags)?.[0] ?? flags

/** commander lists similar words as "(Did you mean one of a, b?)". */
function meant(hint: string | undefined): Words {
  const found = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(hint ?? '')?.[1]
  if (found === undefined) return { en: '', zh: '' }
  const names = found.split(', ').map((name) => `"${name}"`)
  return { en: `; did you mean ${names.join(' or ')}?`, zh: `，是否应为${names.map((name) => `“${name.slice(1, -1)}”`).join('或')}？` }
}

/** An option that takes no value is unknown to commander with one. */
function given(name: string): Words | undefined {
  const bare = /^(--[^=]+)=/.exec(name)?.[1]
  return bare === undefined ? undefined : { en: `; there is no ${bare} that takes a value`, zh: `；没有可带取值的 ${bare}` }
}

/** Why a value is refused: the words it may be, with the one that was meant, or what is wanted. */
function reason(value: string, why: string): Words {
  const choices = /^Allowed choices are (.+)\.$/.exec(why)?.[1]?.split(', ')
  if (choices !== undefined) {
    const close = nearest(value, choices)
    return close === undefined
      ? { en: `it takes ${choices.join(', ')}`, zh: `可用：${choices.join('、')}` }
      : { en: `did you mean "${close}"? It takes ${choices.join(', ')}`, zh: `是否应为“${close}”？可用：${choices.join('、')}` }
  }
  return Object.values(wanted).find(({ en }) => en === why) ?? { en: why, zh: why }
}

type Telling = readonly [form: RegExp, tell: (...parts: string[]) => Words]

/** Every way in which commander refuses a command line. */
const tellings: readonly Telling[] = [
  [
    /^unknown command '(.*?)'(\n.*)?$/s,
    (name, hint) => {
      const close = meant(hint)
      return {
        en: `unknown command "${name}"${close.en || '; put --help in its place to see the commands'}`,
        zh: `未知的命令“${name}”${close.zh || '；可在该处改用 --help 查看全部命令'}`,
      }
    },
  ],
  [
    /^unknown option '(.*?)'(\n.*)?$/s,
    (name, hint) => {
      const close = given(name!) ?? meant(hint)
      return {
        en: `unknown option "${name}"${close.en || '; add --help to the command to see its options'}`,
        zh: `未知的选项“${name}”${close.zh || '；可在命令后加 --help 查看其选项'}`,
      }
    },
  ],
  [
    /^missing required argument '(.*)'$/,
    (name) => ({
      en: `<${name}> is missing; add --help to the command to see what it wants`,
      zh: `缺少 <${name}>；可在命令后加 --help 查看用法`,
    }),
  ],
  [
    /^required option '(.*)' not specified$/,
    (flags) => ({ en: `${flag(flags)} is missing: ${flags}`, zh: `缺少 ${flag(flags)}：${flags}` }),
  ],
  [
    /^option '(.*)' argument missing$/,
    (flags) => ({ en: `${flag(flags)} wants a value: ${flags}`, zh: `${flag(flags)} 缺少取值：${flags}` }),
  ],
  [
    /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
    (flags, value, why) => {
      const words = reason(value!, why!)
      return { en: `${flag(flags!)} cannot be "${value}": ${words.en}`, zh: `${flag(flags!)} 不能是“${value}”：${words.zh}` }
    },
  ],
  [
    /^option '(.*?)' value '(.*)' from env '(.*?)' is invalid\. (.*)$/s,
    (_flags, value, variable, why) => {
      const words = reason(value!, why!)
      return {
        en: `the environment variable ${variable} cannot be "${value}": ${words.en}`,
        zh: `环境变量 ${variable} 不能是“${value}”：${words.zh}`,
      }
    },
  ],
  [
    /^too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (_command, most, got) => ({
      en: `too many arguments: ${got} instead of ${most}; quote a name that holds spaces`,
      zh: `参数过多：应为 ${most} 个，实为 ${got} 个；含空格的名称请加引号`,
    }),
  ],
  [
    /^option '(.*?)' cannot be used with option '(.*?)'$/,
    (one, other) => ({
      en: `${flag(one!)} and ${flag(other!)} exclude each other; give one`,
      zh: `${flag(one!)} 与 ${flag(other!)} 不能同时使用，请只给一个`,
    }),
  ],
  [/^\(outputHelp\)$/, () => ({ en: 'no command was given', zh: '未给出命令' })],
]

/** The sentences for an error of the command line. */
export function usageWords(error: CommanderError): Words {
  const message = error.message.replace(/^error: /, '')
  for (const [form, tell] of tellings) {
    const parts = form.exec(message)
    if (parts !== null) return tell(...parts.slice(1))
  }
  return { en: message, zh: message }
}

/** The language asked for, also where the command line as a whole could not be read. */
export function askedLang(argv: readonly string[], env: { readonly [name: string]: string | undefined }): Lang | undefined {
  const at = argv.indexOf('--lang')
  const given = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
  const lang = given ?? env.DATAAUDIT_LANG
  return lang === 'zh' || lang === 'en' ? lang : undefined
}
