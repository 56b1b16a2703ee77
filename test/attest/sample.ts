import { createHash, sign as signBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { bundleBytes } from '../../src/attest/bundle.ts'
import { pae, payloadType } from '../../src/attest/dsse.ts'
import { generateKey, type KeyAlgorithm, type PrivateKey } from '../../src/attest/keys.ts'
import { merkleTree } from '../../src/attest/merkle.ts'
import { sign } from '../../src/attest/sign.ts'
import { localSigner } from '../../src/attest/signer.ts'
import { handOff, makeStatement, type Parent, type Run, type Statement } from '../../src/attest/statement.ts'
import { manifestLine } from '../../src/corpus/index.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import { type Report, reportSchema } from '../../src/report/index.ts'

/** A small signed report folder and its corpus, built from parts that a test may bend before they are signed. */

export const version = '1.2.3'
export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

export const files: { readonly [path: string]: string } = {
  'a.jsonl': '{"text":"a"}\n',
  empty: '',
  'sub/b.txt': 'b',
  'with space.txt': 'd',
  '中文/數據.txt': 'c',
}

export function manifestOf(contents: { readonly [path: string]: string }): string {
  return Object.keys(contents)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((path) => manifestLine(sha256(contents[path]!), path))
    .join('')
}

export function rootOf(manifest: string): { treeSize: number; root: string } {
  const tree = merkleTree()
  for (const line of manifest.match(/[^\n]*\n/g) ?? []) tree.add(Buffer.from(line))
  return { treeSize: tree.size(), root: tree.root() }
}

const finding = { severity: 'error', confidence: 'high', file: 1, record: 0, field: '/text', unit: 'text', byteOffset: 9, length: 13 }
export const findings = [
  { rule: 'pii-intl/email', ...finding, excerpt: 'xxx@xxxxx.xxx' },
  { rule: 'pii-cn/mobile', ...finding, excerpt: '00000000000' },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('')

const words = { zh: '词', en: 'words' }
const none = { high: 0, medium: 0, low: 0 }
const rate = { records: 0, ppm: 0, lowPpm: 0, highPpm: 0 }
const digest = (text: string | Uint8Array) => ({ sha256: sha256(text) })
export const pack = digest('pack')
export const config = digest('config')

/** What is not said below is as in the published fixture, so that this one keeps up with the schema and stays small. */
const fixture: Json = JSON.parse(readFileSync(new URL('../../fixtures/report/sample.report.json', import.meta.url), 'utf8'))

/** A report that passes the schema, about these files. */
export function sampleReport(contents: { readonly [path: string]: string } = files): Report {
  const manifest = manifestOf(contents)
  const count = Object.keys(contents).length
  const bytes = Object.values(contents).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const ledger = (read: number) => ({ read, unreadable: 0, skipped: 0 })
  const top = { distinct: 0, exact: true, rows: [] }
  return reportSchema.parse({
    ...fixture,
    schemaVersion: '1.0.0',
    tool: { name: 'dataaudit', version },
    profile: 'cac-2023',
    legal: { version: '1.0.0', title: words, about: words, digest: digest('law'), instruments: [] },
    asOf: '2026-01-31',
    rulePacks: [
      {
        name: 'pii-cn',
        version: '1.0.0',
        title: words,
        license: 'Apache-2.0',
        digest: pack,
        semanticDigest: digest('meaning'),
        rules: 42,
        enabled: 41,
        origin: 'built-in',
        code: false,
      },
    ],
    rules: [],
    config: {
      digest: config,
      sampling: 'full',
      lang: 'en',
      limits: { maxRecordBytes: 1_000_000, split: 'file' },
      names: ['cue'],
      overrides: [],
    },
    corpus: {
      manifest: { name: 'corpus.sha256', digest: digest(manifest) },
      serialization: { method: 'sha256sum-sorted-v1', order: 'utf8-bytes', symlinks: 'reject', ignore: ['.git/', '*.tmp'] },
      files: count,
      bytes,
      records: count,
      merkle: { algorithm: 'rfc9162-sha256', ...rootOf(manifest) },
      formats: [],
      charsets: [],
    },
    coverage: { files: ledger(count), bytes: ledger(bytes), records: ledger(count), reasons: [], damaged: 0, complete: true },
    results: { verdict: 'PASSED', complete: true, policy: { digest: digest('policy'), name: 'default' }, reasons: [] },
    statistics: {
      ...fixture.statistics,
      volume: {
        records: count,
        bytes,
        texts: count,
        textBytes: bytes,
        characters: bytes,
        words: 0,
        tokens: { estimate: 0, lowEstimate: 0, highEstimate: 0, method: words },
      },
      findings: {
        total: 2,
        bySeverity: { error: none, warning: none, note: none },
        byRule: [],
        byRisk: [],
        byDomain: [],
        bySource: [],
        records: rate,
      },
      suppressed: { total: 0, byReason: [], byRule: [] },
      faults: { total: 0, byCode: [], places: [] },
      languages: { method: words, rows: [], effectiveNumber: '1.000000' },
      scripts: [],
      lengths: { unit: 'characters', records: 0, min: 0, max: 0, mean: '0', quantiles: [], histogram: [], empty: 0 },
      duplicates: { records: 0, distinct: 0, duplicates: 0, sharePpm: 0, exact: true, errorPpm: 0 },
      tokens: { total: 0, distinct: 0, exact: true, errorPpm: 0, entropyBits: '0', effectiveNumber: '1', hapaxShare: '0', method: words },
      domains: top,
      licences: top,
      sources: top,
      origins: { complete: true, rows: [] },
      years: [],
      fields: [],
      examples: [],
    },
    risks: Array.from({ length: 31 }, (_, index) => ({
      ...fixture.risks[index],
      id: `r${index}`,
      std: '',
      title: words,
      detectability: 'none',
      coverage: 'none',
      rules: 0,
      terms: 0,
      operatorTerms: 0,
      floor: null,
      floorMet: null,
      findings: none,
      records: 0,
      evidence: words,
      requirements: [],
    })),
    keywords: { total: 0, floor: 10_000, floorMet: false, newest: null, digest: null },
    attribution: null,
    declaration: null,
    review: {
      method: 'hmac-sha256-v1',
      size: 4000,
      perSource: 0,
      perRule: 0,
      commitment: null,
      frame: { records: count, digest: digest('frame') },
      result: null,
    },
    requirements: [],
    findings: { total: 2, included: 0, file: { name: 'findings.jsonl', digest: digest(findings) } },
    redaction: { excerpt: 'shape', selfScan: 'passed' },
  })
}

/** A page that is a pure function of the report, as the real one is. */
export function renderHtml(report: Report): string {
  return `<!doctype html>\n<title>${report.results.verdict}</title>\n<p>${sha256(canonicalBytes(report))}</p>\n`
}

export interface Signed {
  readonly folder: string
  readonly corpus: string
  readonly key: PrivateKey
  readonly report: Report
  readonly statement: Statement
  /** The signed bytes. */
  readonly payload: Uint8Array
}

export interface Parts {
  readonly contents?: { readonly [path: string]: string }
  readonly report?: Report
  readonly html?: string
  readonly manifest?: string
  readonly run?: Run
  readonly parents?: readonly Parent[]
  /** What lies in findings.jsonl; the report has to state its digest. */
  readonly findings?: string
  readonly algorithm?: KeyAlgorithm
  readonly key?: PrivateKey
  /** Bends the statement before it is signed: what a signer with a trusted key could do. */
  readonly bend?: (statement: Json) => void
}
// biome-ignore lint/suspicious/noExplicitAny: tests reach into signed JSON at will
export type Json = any

/** A fresh folder that is removed when the test ends. */
export async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dataaudit-attest-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function writeFiles(root: string, contents: { readonly [path: string]: string }): Promise<void> {
  await mkdir(root, { recursive: true })
  for (const [path, text] of Object.entries(contents)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

/** Builds corpus and report folder below a fresh folder and signs them. */
export async function signedSet(parts: Parts = {}, root?: string): Promise<Signed> {
  const place = root ?? (await temporary())
  const contents = parts.contents ?? files
  const report = parts.report ?? sampleReport(contents)
  const manifest = parts.manifest ?? manifestOf(contents)
  const html = parts.html ?? renderHtml(report)
  const key = parts.key ?? generateKey(parts.algorithm)
  const statement = makeStatement(
    report,
    {
      'corpus.sha256': report.corpus.manifest.digest,
      'report.json': digest(canonicalBytes(report)),
      'report.html': digest(html),
      'findings.jsonl': report.findings.file.digest,
    },
    parts.run,
    parts.parents,
  )
  const bent: Json = structuredClone(statement)
  parts.bend?.(bent)
  const payload = canonicalBytes(bent)
  const folder = join(place, 'dataaudit-report')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.json'), canonicalBytes(report))
  await writeFile(join(folder, 'report.html'), html)
  await writeFile(join(folder, 'findings.jsonl'), parts.findings ?? findings)
  await writeFile(join(folder, 'corpus.sha256'), manifest)
  if (parts.bend === undefined) await writeFile(join(folder, 'statement.json'), handOff(statement)['statement.json'])
  await writeFile(join(folder, 'report.sigstore.json'), await signAnything(payload, key))
  const corpus = join(place, 'corpus')
  await writeFiles(corpus, contents)
  return { folder, corpus, key, report, statement, payload }
}

/** A bundle over any bytes: `sign` refuses what is not a statement, a malicious signer would not. */
async function signAnything(payload: Uint8Array, key: PrivateKey): Promise<Uint8Array> {
  try {
    return await sign(payload, localSigner(key))
  } catch {
    return bundleBytes(payload, signPae(payload, key), key.publicKey)
  }
}

/** A signature as any other implementation makes it. */
export function signPae(payload: Uint8Array, { key, publicKey }: PrivateKey, type: string = payloadType): Buffer {
  return signBytes(publicKey.algorithm === 'p256' ? 'sha256' : null, pae(type, payload), key)
}
