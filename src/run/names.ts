import { discreet } from '../redact.ts'
import { type CompiledRules, countsInName, isPersonal, isPersonalName, type Matcher } from '../rules/index.ts'
import { visible } from '../words/visible.ts'

/** Names that people give to files, policies, ignore rules: whether they name somebody, and whether they may be printed. */

/** Whether a rule for personal information or secrets fires in a name. */
export function namesSomebody(name: string, matcher: () => Matcher): boolean {
  const hits = matcher().hitsInText(name, '', 'path')
  matcher().kernel.clear()
  return hits.some(({ hit }) => isPersonal(hit.rule) && countsInName(hit))
}

/** Whether a path is worth a look of `namesSomebody`: it holds a number or an address. There may be a million of them. */
export const mayNameSomebody = (path: string): boolean => numberOrAddress.test(path)
const numberOrAddress = /\p{Nd}{5}|[@＠]/u

/** A path as a message may print it; undefined when it looks personal. */
export function printablePath(path: string, compiled: CompiledRules): string | undefined {
  const personal = discreet(path, [path]) !== path || isPersonalName(compiled, path)
  return personal ? undefined : visible(path)
}
