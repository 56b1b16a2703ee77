import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { compileRules, loadRuleBook, Matcher } from '../../src/rules/index.ts'

/** The date against which the tests judge. */
export const asOf = '2026-11-23'
export const book = loadRuleBook([], { trustCode: false, cwd: '.' })
export const rulesOf = (id: string) => book.packs.filter((pack) => pack.manifest.id === id).flatMap((pack) => pack.rules)

/** Ids of the rules that report something in a text. */
export function reporter(pack: string): (text: string) => readonly string[] {
  const matcher = new Matcher(compileRules(rulesOf(pack), book.lists, asOf))
  return (text) => {
    matcher.kernel.clear()
    return matcher
      .hitsInText(text, '', 'text')
      .filter(({ hit }) => hit.suppressed === undefined)
      .map(({ hit }) => hit.rule.id)
  }
}

const folder = new URL('../../../shared/data/', import.meta.url)

/** Whether the labelled data lies beside the checkout; says so loudly when it does not. */
export const haveData = existsSync(folder)
if (!haveData)
  console.warn(
    `SKIPPED: measurements of rule packs on labelled data, because ${folder.pathname.split('/').slice(-4).join('/')} is not there`,
  )

export const readData = (path: string): string => {
  const bytes = readFileSync(new URL(path, folder))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
export const jsonLines = <T>(path: string): T[] =>
  readData(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
