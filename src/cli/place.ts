import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { partialFolder } from '../run/partial.ts'
import { Stop } from '../stop.ts'
import { isOfReport } from './report-folder.ts'

/** Where a command may write: never over what is not its own, and never so that the corpus is another one afterwards. */

/** A path with the links in it followed, as far as it exists. */
export function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), basename(path))
  }
}

/** Whether a path is a folder or lies in it; of both the links were followed. */
export function liesIn(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * Holds the output folder of a scan against what lies there. A report would take the place of files of the same names, and what the folder holds
 * besides would be left out of the corpus, for the report of an earlier scan is.
 *
 * @param paths the corpus as it was named: files, folders, patterns
 * @throws Stop usage `output.in-corpus`, `output.foreign`
 */
export function checkOutput(out: string, paths: readonly string[], cwd: string): void {
  const real = realOf(out)
  const corpus = paths.filter((path) => path !== '-').map((path) => realOf(startOf(resolve(cwd, path))))
  const within = corpus.filter((path) => liesIn(path, real)).length
  const names = namesIn(real)
  const own = isOfScan(real)
  const holdsOthers = !own && names.some((name) => !leftByScan.test(name)) && corpus.some((path) => liesIn(real, path))
  if (corpus.includes(real) || holdsOthers || (within > 0 && within < corpus.length))
    throw new Stop('usage', 'output.in-corpus', {
      en: `the output folder "${out}" is the corpus, or holds files of it, which would be left out of the scan; choose another one with --out`,
      zh: `输出目录“${out}”就是语料目录，或含有语料文件，这些文件会被排除在扫描之外；请用 --out 另选`,
    })
  const lost = own ? undefined : names.find(isOfReport)
  if (lost !== undefined)
    throw new Stop('usage', 'output.foreign', {
      en: `the output folder "${out}" holds a ${lost} that is of no report, and writing one would destroy it; choose another folder with --out`,
      zh: `输出目录“${out}”中已有不属于任何报告的 ${lost}，写入报告会将其覆盖；请用 --out 另选目录`,
    })
}

/** What a scan that was killed at once may have left: its lock, a file half written. */
const leftByScan = /^\.lock$|^\..+\.[0-9a-f]{12}\.tmp$/

/** The folder a pattern starts from, or the path as it is. */
function startOf(path: string): string {
  if (existsSync(path)) return path
  const parts = path.split(sep)
  const first = parts.findIndex((part) => /[*?[\]{}()!]/.test(part))
  return first < 0 ? path : parts.slice(0, first).join(sep) || sep
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    // Not there, or no folder: said when it is made.
    return []
  }
}

/** Whether a scan wrote into the folder: its report, or the work of one that did not end. */
function isOfScan(folder: string): boolean {
  if (existsSync(partialFolder(folder))) return true
  try {
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    return (report as { tool?: { name?: unknown } } | null)?.tool?.name === 'dataaudit'
  } catch {
    return false
  }
}
