import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { plural } from '../words/figures.ts'
import { maxBundleBytes, readBundle } from './bundle.ts'
import { type CheckList, checkList, verdictOf } from './checks.ts'
import { hashFor, sameDigest } from './digest.ts'
import { notRead, readOnce } from './files.ts'
import { readBundles } from './folder.ts'
import { checkReportFiles, type ReportFileOptions } from './report-files.ts'
import { checkSignatures, type Trust } from './signatures.ts'
import { maxParents, type Parent, type ReadStatement, readStatement } from './statement.ts'
import { strictJsonIn } from './strict.ts'

/**
 * Lineage: a report may name the reports it follows from, that of the corpus before it was cleaned, say, or of the parts that went into it.
 * They are bound by digest in the signed statement, so a chain of statements is verified as one.
 */

/**
 * What a new report says of an earlier one: `path` is a report folder, or its `statement.json` or `report.sigstore.json`. Nobody's signature
 * is judged here: that is for whoever verifies the chain.
 * @throws Stop usage `parent.unreadable`; Stop verification when it is no statement of ours, or `report.json` in the folder is another one
 */
export async function readParent(path: string, called: string): Promise<Parent> {
  const { isFolder, statement } = await statementAt(path, called)
  const report = statement.subjects.find((subject) => subject.name === 'report.json')?.digest
  if (report === undefined) throw changed(called)
  if (isFolder) {
    const read = await readOnce(join(path, 'report.json'), maxBundleBytes)
    const hash = hashFor(report)
    if (read.state === 'read') hash.update(read.bytes)
    if (!sameDigest(hash, report)) throw changed(called)
  }
  return {
    report: { digest: { sha256: report.sha256 } },
    corpus: { digest: { sha256: statement.report.corpus.manifest.digest.sha256 } },
  }
}

/** The statement of an earlier report, by its folder or by one of its files. @throws as `readParent` does */
export async function statementAt(
  path: string,
  called: string,
): Promise<{ readonly isFolder: boolean; readonly statement: ReadStatement }> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true
  return { isFolder, statement: isFolder ? await statementIn(path, called) : await statementOf(path, called) }
}

/** The parents of a report in the order of their digests, each once. @throws Stop usage `parent.too-many` */
export function sortParents(parents: readonly Parent[]): readonly Parent[] {
  const byDigest = new Map(parents.map((parent) => [parent.report.digest.sha256, parent]))
  if (byDigest.size > maxParents) {
    throw new Stop('usage', 'parent.too-many', {
      en: `a report names at most ${maxParents} parents, and ${byDigest.size} were given; merge those reports first`,
      zh: `一份报告最多列出 ${maxParents} 个上游报告，当前给出 ${byDigest.size} 个；请先合并`,
    })
  }
  return [...byDigest.keys()].sort().map((digest) => byDigest.get(digest)!)
}

async function statementIn(folder: string, called: string): Promise<ReadStatement> {
  for (const name of ['statement.json', 'report.sigstore.json']) {
    const path = join(folder, name)
    if ((await readOnce(path, maxBundleBytes)).state !== 'absent') return statementOf(path, called)
  }
  throw new Stop('usage', 'parent.unreadable', {
    en: `the parent "${called}" is a folder without a statement.json and a report.sigstore.json; name the folder that a scan wrote`,
    zh: `上游“${called}”是目录，但其中既没有 statement.json 也没有 report.sigstore.json；请给出扫描输出的报告目录`,
  })
}

async function statementOf(path: string, called: string): Promise<ReadStatement> {
  const read = await readOnce(path, maxBundleBytes)
  if (read.state !== 'read') throw unreadable(called, read.state)
  return readStatement(isBundle(read.bytes) ? readBundle(read.bytes).payload : read.bytes)
}

function isBundle(bytes: Buffer): boolean {
  const json = strictJsonIn(bytes)
  return typeof json === 'object' && json !== null && 'dsseEnvelope' in json
}

/**
 * Verifies the earlier reports in `folders` as the main one was verified, and that they are its lineage: each report's parents are among
 * them by digest, none is a stranger, and none was finished after a report that names it was begun.
 * @throws Stop usage when a folder is none
 */
export async function checkChain(
  main: ReadStatement,
  folders: readonly string[],
  list: CheckList,
  options: Trust & ReportFileOptions,
): Promise<void> {
  const known = new Map<string, ReadStatement>()
  let sound = true
  for (const [index, folder] of folders.entries()) {
    const own = checkList()
    const bundles = await readBundles(folder, own)
    const signed = bundles && (await checkSignatures(bundles, own, options))
    const statement = signed && own.attempt('statement', () => readStatement(signed.payload))
    if (statement !== undefined) {
      await checkReportFiles(folder, statement, own, options)
      known.set(digestOf(statement), statement)
    }
    const end = verdictOf(own.checks)
    if (end === undefined) continue
    sound = false
    const { code, words, status } = end.check
    const tell = status === 'unreadable' ? list.unreadable : list.failed
    tell('lineage', code, `earlier report ${index + 1}: ${words.en}`, `第 ${index + 1} 份上游报告：${words.zh}`)
  }
  if (!sound) return
  const reached = followed(main, known, list)
  if (reached === undefined) return
  if (reached.size < known.size) {
    list.failed(
      'lineage',
      'lineage.unrelated',
      `${known.size - reached.size} of the reports given are no forebears of this one`,
      `所给报告中有 ${known.size - reached.size} 份并非本报告的上游`,
    )
    return
  }
  list.passed(
    'lineage',
    'lineage',
    `the chain holds: ${plural(reached.size, 'earlier report')}, each named by digest in a signed statement`,
    `上游链条完整：共 ${reached.size} 份上游报告，均由已签名的声明以摘要指明`,
  )
}

/** Digests of all reports the main one leads to; undefined, with a failed check, when the chain breaks. */
function followed(main: ReadStatement, known: ReadonlyMap<string, ReadStatement>, list: CheckList): ReadonlySet<string> | undefined {
  const reached = new Set<string>()
  const todo = [main]
  for (let child = todo.pop(); child !== undefined; child = todo.pop()) {
    for (const { report, corpus } of child.parents) {
      const { sha256 } = report.digest
      const parent = known.get(sha256)
      if (parent === undefined) {
        list.failed(
          'lineage',
          'lineage.parent-missing',
          `a report names the parent ${sha256.slice(0, 16)}…, which was not given; add its folder to --chain`,
          `有报告指明了上游 ${sha256.slice(0, 16)}…，但未提供；请在 --chain 中加入其目录`,
        )
        return undefined
      }
      if (parent.report.corpus.manifest.digest.sha256 !== corpus.digest.sha256) {
        list.failed(
          'lineage',
          'lineage.parent-differs',
          'a report names a parent by report and corpus, and the two do not belong together',
          '有报告指明的上游报告与上游语料并不对应',
        )
        return undefined
      }
      if (parent.finishedAt !== undefined && child.startedAt !== undefined && Date.parse(parent.finishedAt) > Date.parse(child.startedAt)) {
        list.failed(
          'lineage',
          'lineage.order',
          'a report says that it was begun before a parent it names was finished',
          '有报告自称的开始时间早于其上游报告的完成时间',
        )
        return undefined
      }
      if (!reached.has(sha256)) todo.push(parent)
      reached.add(sha256)
    }
  }
  return reached
}

function digestOf(statement: ReadStatement): string {
  return statement.subjects.find((subject) => subject.name === 'report.json')?.digest.sha256 ?? ''
}

function unreadable(called: string, state: keyof typeof notRead): Stop {
  return new Stop('usage', 'parent.unreadable', {
    en: `the parent "${called}" is no report folder and no statement: ${notRead[state].en}; name a dataaudit-report folder, its statement.json or its report.sigstore.json`,
    zh: `上游“${called}”既不是报告目录也不是声明：${notRead[state].zh}；请给出 dataaudit-report 目录、其 statement.json 或 report.sigstore.json`,
  })
}

function changed(called: string): Stop {
  return new Stop('verification', 'parent.changed', {
    en: `report.json in the parent "${called}" is not the one its statement names; get that folder again`,
    zh: `上游“${called}”中的 report.json 与其声明不一致；请重新获取该目录`,
  })
}
