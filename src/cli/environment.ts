import type { Command, Option } from 'commander'
import { Stop } from '../stop.ts'

const on: ReadonlySet<string> = new Set(['1', 'true', 'yes', 'on'])
const off: ReadonlySet<string> = new Set(['0', 'false', 'no', 'off'])

/**
 * Looks at the DATAAUDIT_ variables that the options of a run read, before they are read: one that is empty is mostly a variable of a script
 * that nobody set, and one of a switch has to say on or off, for commander takes any value for on. A variable whose option is given is not read.
 *
 * @throws Stop exit 2, code `usage.variable`
 */
export function settleEnvironment(command: Command, argv: readonly string[], env: { readonly [name: string]: string | undefined }): void {
  for (const option of command.options) {
    const { envVar } = option
    const value = envVar === undefined ? undefined : env[envVar]
    if (value === undefined || isGiven(option, argv)) continue
    if (value === '') throw emptyVariable(envVar!)
    if (!option.isBoolean() || on.has(value.toLowerCase())) continue
    if (!off.has(value.toLowerCase())) {
      throw new Stop('usage', 'usage.variable', {
        en: `the environment variable ${envVar} cannot be "${value}": ${option.long} takes no value; set it to 1 or 0, or leave it out`,
        zh: `环境变量 ${envVar} 不能是“${value}”：${option.long} 不带取值；请设为 1 或 0，或不设置`,
      })
    }
    delete option.envVar
  }
  for (const each of command.commands) settleEnvironment(each, argv, env)
}

/** What is said of a variable that is set to nothing. */
export function emptyVariable(name: string): Stop {
  return new Stop('usage', 'usage.variable', {
    en: `the environment variable ${name} is empty; give it a value or unset it`,
    zh: `环境变量 ${name} 为空；请填写，或取消设置`,
  })
}

function isGiven({ long, short }: Option, argv: readonly string[]): boolean {
  return argv.some((word) => word === long || word === short || word.startsWith(`${long}=`))
}
