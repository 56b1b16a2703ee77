import ignore from 'ignore'
import { Stop } from '../stop.ts'

/** The name of the ignore file, gitignore syntax, honoured in every folder of the corpus. */
export const ignoreFile = '.dataauditignore'

/** The rules that leave paths out of a corpus, in order; the last one that matches decides, as in git. */
interface IgnoreRules {
  /** Every rule in gitignore syntax relative to the corpus root: recorded in the report and applied again on verify. */
  readonly patterns: readonly string[]
  /** Adds rules that are already relative to the root. */
  add(patterns: readonly string[]): void
  /** Adds the text of an ignore file that lies in `folder` (posix, relative to the root, empty for the root itself). */
  addFile(folder: string, text: string): void
  /** Whether a path relative to the root is left out; folders are asked before what is in them. */
  ignores(path: string, folder: boolean): boolean
}

const forgetAfter = 10_000
/** Places of a pattern where any number of folders may stand, but for its end: each takes the depth of a path once more to try. */
const mostSpans = 2

/**
 * A pattern as it is matched: `**` after `**` says nothing.
 * @throws Stop `usage`, code `corpus.ignore-stars`: a corpus brings its own ignore files, and more such places would never end in a deep one
 */
function bounded(pattern: string): string {
  const one = pattern.replace(/(?<=^!?|\/)(?:\*\*\/)+/g, '**/')
  const spans = one.match(/(?<=^!?|\/)\*\*\//g)?.length ?? 0
  if (spans <= mostSpans) return one
  const shown = pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern
  throw new Stop('usage', 'corpus.ignore-stars', {
    en: `the ignore pattern "${shown}" has "**" in more than ${mostSpans} places; write it with fewer, or as several patterns`,
    zh: `忽略规则“${shown}”中的“**”超过 ${mostSpans} 处；请减少，或拆成几条规则`,
  })
}

/** An empty set of ignore rules. Matching is case-sensitive on every system, so that a corpus does not depend on where it lies. */
export const ignoreRules = (): IgnoreRules => {
  let matcher = ignore({ ignorecase: false })
  let asked = 0
  const patterns: string[] = []
  const known = new Set<string>()
  const add = (more: readonly string[]): void => {
    for (const pattern of more) {
      if (known.has(pattern)) continue
      known.add(pattern)
      patterns.push(pattern)
      matcher.add({ pattern: bounded(pattern) })
    }
  }
  return {
    patterns,
    add,
    addFile(folder, text) {
      add(
        text
          .replace(/^\uFEFF/, '')
          .split(/\r?\n/)
          .map((line) => anchored(folder, line))
          .filter((line) => line !== undefined),
      )
    },
    ignores(path, folder) {
      if (patterns.length === 0 || !ignore.isPathValid(path)) return false
      // The matcher remembers every path it was asked for: a fresh one with the same rules forgets them.
      if (asked++ % forgetAfter === forgetAfter - 1) matcher = ignore({ ignorecase: false }).add(matcher)
      return matcher.ignores(folder ? `${path}/` : path)
    },
  }
}

/** Escapes a path so that gitignore reads it literally. */
export const literalPattern = (path: string): string => path.replace(/[\\*?[\]!#]/g, '\\$&').replace(/ $/, '\\ ')

/** A line of an ignore file in `folder` as a rule of the root; undefined for blank lines and comments. gitignore(5), "PATTERN FORMAT". */
const anchored = (folder: string, line: string): string | undefined => {
  if (line.trim() === '' || line.startsWith('#')) return undefined
  if (folder === '') return line
  const negated = line.startsWith('!')
  const body = negated ? line.slice(1) : line
  const prefix = `/${literalPattern(folder)}/`
  // A slash anywhere but at the end ties the pattern to its folder; without one it holds at any depth below.
  const tied = body.slice(0, -1).includes('/')
  return `${negated ? '!' : ''}${prefix}${tied ? body.replace(/^\//, '') : `**/${body}`}`
}
