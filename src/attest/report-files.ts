import { join } from 'node:path'
import type { Json, Lang } from '../model.ts'
import { canonicalBytes, canonicalJson } from '../notation/jcs.ts'
import { type Report, reportSchema } from '../report/index.ts'
import { plural } from '../words/figures.ts'
import { maxStatementBytes } from './bundle.ts'
import type { CheckList } from './checks.ts'
import { hashFor, sameDigest, sm3Known } from './digest.ts'
import { readOnce, streamOnce } from './files.ts'
import { lineReader } from './manifest.ts'
import { type ReadStatement, type SubjectDigest, type SubjectName, subjectNames } from './statement.ts'
import { parseStrictJson, StrictError } from './strict.ts'

/** Checks the files of a report folder against a statement. Each file is read once, and the bytes that were read are judged. */

export interface ReportFileOptions {
  /** The version of this program and its page renderer: a page of the same version must come out the same, byte for byte, in one of its languages. */
  readonly toolVersion?: string
  readonly renderHtml?: (report: Report, lang: Lang) => string
  /** Files that may be absent. */
  readonly withheld?: readonly ('findings.jsonl' | 'corpus.sha256')[]
}

/** A manifest that was proven to be the signed one; it is not kept, so whoever reads it again must compare the digest. */
export interface SoundManifest {
  readonly file: string
  readonly lines: number
  /** Hex. */
  readonly sha256: string
}

const maxHtmlBytes = 128 * 1024 * 1024

/**
 * report.json, report.html, findings.jsonl, corpus.sha256, in that order, each by name and digest, then the copies for signers that are there.
 * Returns the manifest when it is the signed one and sound.
 */
export async function checkReportFiles(
  folder: string,
  statement: ReadStatement,
  list: CheckList,
  options: ReportFileOptions,
): Promise<SoundManifest | undefined> {
  const digests = subjectDigests(statement, list)
  await checkJson(folder, digests.get('report.json'), statement, list)
  await checkHtml(folder, digests.get('report.html'), statement, list, options)
  await checkFindings(folder, digests.get('findings.jsonl'), list, options)
  const manifest = await checkManifest(folder, digests.get('corpus.sha256'), statement, list, options)
  await checkHandOff(folder, statement, list)
  return manifest
}

/** Each subject exactly once, by name; the digests the report itself states must agree. Names that fail are left out. */
function subjectDigests(statement: ReadStatement, list: CheckList): Map<SubjectName, SubjectDigest> {
  const digests = new Map<SubjectName, SubjectDigest>()
  const stated: { readonly [name: string]: string } = {
    'corpus.sha256': statement.report.corpus.manifest.digest.sha256,
    'findings.jsonl': statement.report.findings.file.digest.sha256,
  }
  for (const name of subjectNames) {
    const rows = statement.subjects.filter((subject) => subject.name === name)
    const digest = rows[0]?.digest
    const sha256 = digest?.sha256 ?? ''
    if (digest === undefined || rows.length !== 1 || !/^[0-9a-f]{64}$/.test(sha256)) {
      list.failed(
        name,
        'report.subject-missing',
        `the statement does not name ${name} exactly once with a SHA-256 digest`,
        `声明未以 SHA-256 摘要恰好列出一次 ${name}`,
      )
    } else if (stated[name] !== undefined && stated[name] !== sha256) {
      list.failed(
        name,
        'report.subject-mismatch',
        `the statement and the report in it give different digests for ${name}`,
        `声明与其中的报告对 ${name} 给出了不同的摘要`,
      )
    } else digests.set(name, digest)
  }
  if (!sm3Known && [...digests.values()].some((digest) => digest.sm3 !== undefined)) {
    list.noted(
      'statement',
      'report.sm3-not-checked',
      'the statement also gives SM3 digests, which this build of Node.js cannot compute; SHA-256 was checked',
      '声明另含 SM3 摘要，但当前 Node.js 无法计算；已核对 SHA-256',
    )
  }
  const others = statement.subjects.filter((subject) => !subjectNames.some((name) => name === subject.name)).length
  if (others > 0)
    list.noted(
      'statement',
      'report.subject-unknown',
      `the statement names ${others} more files, which were not checked`,
      `声明还列出了 ${others} 个其他文件，未予检查`,
    )
  return digests
}

async function checkJson(folder: string, digest: SubjectDigest | undefined, statement: ReadStatement, list: CheckList): Promise<void> {
  if (digest === undefined) return
  const bytes = await readSubject(folder, 'report.json', maxStatementBytes, digest, list)
  if (bytes === undefined) return
  // Both ways round: the file is the signed bytes, and the report inside the statement says the same. Other tools may have
  // written the statement anew, so that comparison is of meaning (canonical form), never of its bytes.
  if (!bytes.equals(canonicalBytes(statement.reportJson))) {
    list.failed(
      'report.json',
      'report.json-differs',
      'report.json is not the report inside the signed statement',
      'report.json 与签名声明中的报告不一致',
    )
    return
  }
  list.passed('report.json', 'report.json', 'report.json is the signed report', 'report.json 与已签名的报告一致')
}

async function checkHtml(
  folder: string,
  digest: SubjectDigest | undefined,
  statement: ReadStatement,
  list: CheckList,
  options: ReportFileOptions,
): Promise<void> {
  if (digest === undefined) return
  const bytes = await readSubject(folder, 'report.html', maxHtmlBytes, digest, list)
  if (bytes === undefined) return
  const { version } = statement.report.tool
  if (options.renderHtml === undefined || version !== options.toolVersion) {
    list.passed(
      'report.html',
      'report.html-digest-only',
      `report.html has the signed digest; the page was not rendered again, because version ${version} wrote it`,
      `report.html 与签名摘要一致；该页面由版本 ${version} 生成，未重新渲染比对`,
    )
    return
  }
  const report = reportSchema.safeParse(statement.reportJson)
  if (!report.success) {
    list.failed(
      'report.json',
      'report.schema',
      `the signed report does not have the form version ${version} writes`,
      `已签名的报告不符合版本 ${version} 的格式`,
    )
    return
  }
  const { renderHtml } = options
  if (!(['zh', 'en'] as const).some((lang) => bytes.equals(Buffer.from(renderHtml(report.data, lang))))) {
    list.failed(
      'report.html',
      'report.html-changed',
      'report.html has the signed digest but does not show the signed report: rendering the report again gives another page',
      'report.html 与签名摘要一致，但展示的并非已签名的报告：重新渲染得到不同的页面',
    )
    return
  }
  list.passed(
    'report.html',
    'report.html-identical',
    'report.html is the page of the signed report, byte for byte',
    'report.html 与已签名报告的页面逐字节一致',
  )
}

async function checkFindings(
  folder: string,
  digest: SubjectDigest | undefined,
  list: CheckList,
  options: ReportFileOptions,
): Promise<void> {
  if (digest === undefined) return
  const hash = hashFor(digest)
  const { state } = await streamOnce(join(folder, 'findings.jsonl'), (piece) => hash.update(piece))
  if (state !== 'read') absent('findings.jsonl', state, list, options)
  else if (!sameDigest(hash, digest)) changed('findings.jsonl', list)
  else list.passed('findings.jsonl', 'report.findings', 'findings.jsonl has the signed digest', 'findings.jsonl 与签名摘要一致')
}

async function checkManifest(
  folder: string,
  digest: SubjectDigest | undefined,
  statement: ReadStatement,
  list: CheckList,
  options: ReportFileOptions,
): Promise<SoundManifest | undefined> {
  if (digest === undefined) return undefined
  const { files, merkle } = statement.report.corpus
  const hash = hashFor(digest)
  const file = join(folder, 'corpus.sha256')
  const reader = lineReader(merkle.treeSize, () => false)
  const { state } = await streamOnce(file, (piece) => {
    hash.update(piece)
    reader.add(piece)
  })
  if (state !== 'read') {
    absent('corpus.sha256', state, list, options)
    return undefined
  }
  if (!sameDigest(hash, digest)) {
    changed('corpus.sha256', list)
    return undefined
  }
  const manifest = reader.end()
  if ('fault' in manifest) {
    const path = manifest.fault === 'path-refused'
    list.failed(
      'corpus.sha256',
      path ? 'corpus.path-refused' : 'report.manifest-malformed',
      path
        ? `line ${manifest.line} of corpus.sha256 names a place outside the corpus; nothing there was read`
        : `line ${manifest.line} of corpus.sha256 is not canonical (${manifest.fault})`,
      path
        ? `corpus.sha256 第 ${manifest.line} 行指向语料目录之外；未读取该处任何内容`
        : `corpus.sha256 第 ${manifest.line} 行不是规范格式（${manifest.fault}）`,
    )
    return undefined
  }
  if (manifest.lines !== merkle.treeSize || merkle.treeSize > files || manifest.root !== merkle.root) {
    list.failed(
      'corpus.sha256',
      'report.manifest-mismatch',
      'corpus.sha256 does not have the number of files or the Merkle root the report states',
      'corpus.sha256 的文件数或默克尔根与报告所述不一致',
    )
    return undefined
  }
  list.passed(
    'corpus.sha256',
    'report.manifest',
    `corpus.sha256 has the signed digest (${plural(merkle.treeSize, 'file')})`,
    `corpus.sha256 与签名摘要一致（${merkle.treeSize} 个文件）`,
  )
  return { file, lines: manifest.lines, sha256: digest.sha256 }
}

/** The copies for signers: those that are there must say what was signed, or a reader of the folder is misled, or signs something else. */
async function checkHandOff(folder: string, statement: ReadStatement, list: CheckList): Promise<void> {
  const sums = (rows: readonly string[]) => [...rows].sort().join('\n')
  const subjects = statement.subjects.map(({ name, digest }) => `${digest?.sha256 ?? ''}  ${name}`)
  const copies = {
    'statement.json': {
      code: 'report.statement-changed',
      same: (bytes) => meaningOf(parseStrictJson(bytes)) === meaningOf(statement.json),
    },
    'predicate.json': {
      code: 'report.predicate-changed',
      same: (bytes) => canonicalJson(parseStrictJson(bytes)) === canonicalJson(members(statement.json).predicate ?? null),
    },
    'subjects.sha256': {
      code: 'report.subjects-changed',
      same: (bytes) => sums(bytes.toString('utf8').replace(/\n$/, '').split('\n')) === sums(subjects),
    },
  } as const satisfies { readonly [name: string]: { readonly code: string; same(bytes: Buffer): boolean } }
  for (const name of ['statement.json', 'predicate.json', 'subjects.sha256'] as const) {
    const read = await readOnce(join(folder, name), maxStatementBytes)
    if (read.state === 'absent') continue
    let same = false
    try {
      same = read.state === 'read' && copies[name].same(read.bytes)
    } catch (error) {
      if (!(error instanceof StrictError)) throw error
    }
    if (!same)
      list.failed(
        name,
        copies[name].code,
        `${name} does not say what was signed; remove it or get the folder again`,
        `${name} 与签名内容不一致；请删除该文件或重新获取报告目录`,
      )
  }
}

/** What a statement says, whoever wrote it down: actions/attest takes subjects by name and SHA-256 alone and leaves out the rest. */
function meaningOf(statement: Json): string {
  const { subject, ...rest } = members(statement)
  if (!Array.isArray(subject)) return canonicalJson(statement)
  const bare = subject.map((one: Json) => {
    const { name = null, digest = null } = members(one)
    return { name, sha256: members(digest).sha256 ?? null }
  })
  return canonicalJson({ ...rest, subject: bare })
}

function members(json: Json): { readonly [member: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as { readonly [member: string]: Json }) : {}
}

async function readSubject(
  folder: string,
  name: SubjectName,
  cap: number,
  digest: SubjectDigest,
  list: CheckList,
): Promise<Buffer | undefined> {
  const read = await readOnce(join(folder, name), cap)
  if (read.state === 'too-large') changed(name, list)
  else if (read.state !== 'read') absent(name, read.state, list, {})
  else {
    const hash = hashFor(digest)
    hash.update(read.bytes)
    if (sameDigest(hash, digest)) return read.bytes
    changed(name, list)
  }
  return undefined
}

const changedCode: { readonly [name in SubjectName]: string } = {
  'report.json': 'report.json-changed',
  'report.html': 'report.html-changed',
  'findings.jsonl': 'report.findings-changed',
  'corpus.sha256': 'report.manifest-changed',
}

function changed(name: SubjectName, list: CheckList): void {
  list.failed(name, changedCode[name], `${name} was changed after it was signed`, `${name} 在签名后被更改`)
}

function absent(name: SubjectName, state: 'absent' | 'not-a-file' | 'unreadable', list: CheckList, options: ReportFileOptions): void {
  if (state === 'unreadable')
    list.unreadable(name, 'report.unreadable', `${name} could not be read; check its permissions`, `无法读取 ${name}；请检查其权限`)
  else if (state === 'not-a-file') list.failed(name, 'report.not-a-file', `${name} is not a regular file`, `${name} 不是普通文件`)
  else if (options.withheld?.some((allowed) => allowed === name) === true) {
    list.withheld(name, 'report.withheld', `${name} is withheld and was not checked`, `${name} 未提供，未予检查`)
  } else
    list.failed(
      name,
      'report.missing',
      `${name} is missing from the report folder; get it, or say that it is withheld`,
      `报告目录缺少 ${name}；请补齐，或声明该文件不予提供`,
    )
}
