import { z } from 'zod'
import type { Json } from '../model.ts'
import { canonicalBytes, canonicalJson } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import type { Report } from '../report/index.ts'
import { Stop } from '../stop.ts'
import { maxStatementBytes } from './bundle.ts'
import { parseStrictJson, StrictError } from './strict.ts'

/**
 * The in-toto Statement v1 that binds a report, its page, its findings and the corpus manifest. Subjects are these four files,
 * never the files of the corpus (verifiers take at most 1,024 subjects); times live only in `predicate.run`.
 */

export const statementType = 'https://in-toto.io/Statement/v1'
/** Says what the predicate means; a new major version gets a new name. */
export const predicateType = 'urn:dataaudit:audit-report:v1'
/** The limit of sigstore-go. */
const maxSubjects = 1024

export const subjectNames = ['corpus.sha256', 'report.json', 'report.html', 'findings.jsonl'] as const
export type SubjectName = (typeof subjectNames)[number]
const mediaTypes: { readonly [name in SubjectName]: string } = {
  'corpus.sha256': 'text/plain',
  'report.json': 'application/json',
  'report.html': 'text/html',
  'findings.jsonl': 'application/x-ndjson',
}

/** Digests of a subject file, in hex. SM3 (GB/T 32905) may stand beside SHA-256, never alone: few verifiers know it. */
export interface SubjectDigest {
  readonly sha256: string
  readonly sm3?: string
}
export type SubjectDigests = { readonly [name in SubjectName]: SubjectDigest }

/** What the signer claims about the run; the only place for times (RFC 3339, Z). */
export interface Run {
  readonly startedAt?: string
  readonly finishedAt?: string
  readonly invocationId?: string
  readonly runtime?: { readonly [part: string]: string }
}

/**
 * A report that this one follows from: that of the corpus before it was cleaned, or of a part that went into it. The digest of report.json
 * says all of that report, its manifest included; that of corpus.sha256 stands beside it for whoever has only the manifest.
 */
export interface Parent {
  readonly report: { readonly digest: { readonly sha256: string } }
  readonly corpus: { readonly digest: { readonly sha256: string } }
}

/** Most parents of one report. */
export const maxParents = 64

export interface Statement {
  readonly _type: typeof statementType
  readonly subject: readonly { readonly name: string; readonly digest: SubjectDigest; readonly mediaType: string }[]
  readonly predicateType: typeof predicateType
  readonly predicate: { readonly report: Report; readonly run?: Run; readonly parents?: readonly Parent[] }
}

/**
 * Binds a report to its files and its parents. Without `run` the statement is as reproducible as the report.
 * @throws Error (a bug of the caller) when a digest contradicts the report; Stop incomplete `report.too-large` above 16 MiB.
 */
export function makeStatement(report: Report, subjects: SubjectDigests, run?: Run, parents: readonly Parent[] = []): Statement {
  const expected: { readonly [name: string]: string } = {
    'report.json': sha256(canonicalBytes(report)),
    'corpus.sha256': report.corpus.manifest.digest.sha256,
    'findings.jsonl': report.findings.file.digest.sha256,
  }
  for (const [name, digest] of Object.entries(expected)) {
    if (subjects[name as SubjectName].sha256 !== digest) throw new Error(`the digest of ${name} is not the one the report states`)
  }
  const statement: Statement = {
    _type: statementType,
    subject: subjectNames.map((name) => ({ name, digest: subjects[name], mediaType: mediaTypes[name] })),
    predicateType,
    predicate: { report, ...(run === undefined ? {} : { run }), ...(parents.length === 0 ? {} : { parents }) },
  }
  if (canonicalBytes(statement).length > maxStatementBytes) {
    throw new Stop('incomplete', 'report.too-large', {
      en: `the report is larger than the ${maxStatementBytes} bytes a signed statement may have; keep fewer examples or split the corpus`,
      zh: `报告超过可签名声明的上限（${maxStatementBytes} 字节）；请减少保留的样例，或拆分语料`,
    })
  }
  return statement
}

/**
 * The files that carry a statement to a signer: `statement.json` holds exactly the bytes to sign (`dataaudit sign`, `cosign attest-blob
 * --statement`); `predicate.json` and `subjects.sha256` are what `actions/attest` asks for.
 */
export function handOff(statement: Statement): { readonly [name in 'statement.json' | 'predicate.json' | 'subjects.sha256']: Uint8Array } {
  const sums = statement.subject.map((subject) => `${subject.digest.sha256}  ${subject.name}\n`).join('')
  return {
    'statement.json': canonicalBytes(statement),
    'predicate.json': canonicalBytes(statement.predicate),
    'subjects.sha256': new TextEncoder().encode(sums),
  }
}

const count = z.number().int().nonnegative()
const digest = z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })

/** The part of a signed report that verification reads. Loose: members of a newer minor version are let through. */
const signedReport = z.looseObject({
  schemaVersion: z.string().regex(/^1\.\d+\.\d+$/),
  tool: z.looseObject({ name: z.literal('dataaudit'), version: z.string() }),
  rulePacks: z.array(z.looseObject({ name: z.string(), version: z.string(), digest, enabled: count })).min(1),
  config: z.looseObject({ digest, sampling: z.string() }),
  corpus: z.looseObject({
    manifest: z.looseObject({ name: z.literal('corpus.sha256'), digest }),
    serialization: z.looseObject({
      method: z.literal('sha256sum-sorted-v1'),
      order: z.literal('utf8-bytes'),
      symlinks: z.enum(['reject', 'skip']),
      ignore: z.array(z.string()),
    }),
    files: count,
    merkle: z.looseObject({ algorithm: z.literal('rfc9162-sha256'), treeSize: count, root: z.string().regex(/^[0-9a-f]{64}$/) }),
  }),
  coverage: z.looseObject({ complete: z.boolean(), reasons: z.array(z.looseObject({ reason: z.string(), files: count })).optional() }),
  results: z.looseObject({ verdict: z.enum(['PASSED', 'WARNED', 'FAILED']), complete: z.boolean() }),
  findings: z.looseObject({ file: z.looseObject({ name: z.literal('findings.jsonl'), digest }) }),
})
export type SignedReport = z.infer<typeof signedReport>

/** The outer form, which every in-toto statement shares; what the predicate holds is read once its type is known. */
const statementSchema = z.looseObject({
  _type: z.string(),
  subject: z.array(
    z.looseObject({ name: z.string().default(''), digest: z.looseObject({ sha256: z.string().default(''), sm3: z.string().optional() }) }),
  ),
  predicateType: z.string(),
})

const predicateSchema = z.looseObject({
  report: signedReport,
  parents: z
    .array(z.looseObject({ report: z.looseObject({ digest }), corpus: z.looseObject({ digest }) }))
    .max(maxParents)
    .optional(),
  run: z.looseObject({ startedAt: z.string().optional(), finishedAt: z.string().optional() }).optional(),
})

/** A statement read from signed bytes. */
export interface ReadStatement {
  readonly subjects: readonly { readonly name: string; readonly digest: SubjectDigest }[]
  readonly report: SignedReport
  /** The whole signed report as it was parsed, for the comparison with report.json. */
  readonly reportJson: Json
  /** The whole statement as it was parsed. */
  readonly json: Json
  readonly startedAt?: string | undefined
  readonly finishedAt?: string | undefined
  readonly parents: readonly Parent[]
}

/** Parts of a report without which nothing can be concluded: a report that lacks one is denied, whatever else it says. */
const conclusive: readonly PropertyKey[] = ['results', 'coverage', 'rulePacks']

/**
 * Reads the payload of an envelope: strict JSON, an in-toto Statement v1, our predicate, and the report in it.
 * @throws Stop verification `signature.too-large`, `signature.statement-malformed`, `signature.statement-type`, `signature.predicate-type`,
 * `signature.subjects`, `signature.schema-version`, `signature.schema`, `policy.inconclusive-report`.
 */
export function readStatement(payload: Uint8Array): ReadStatement {
  if (payload.length > maxStatementBytes)
    throw refused('signature.too-large', `it is larger than ${maxStatementBytes} bytes`, `超过 ${maxStatementBytes} 字节`)
  let json: Json
  try {
    json = parseStrictJson(payload)
  } catch (error) {
    if (!(error instanceof StrictError)) throw error
    throw refused('signature.statement-malformed', `not strict JSON: ${error.words.en}`, `不是严格的 JSON：${error.words.zh}`)
  }
  const parsed = statementSchema.safeParse(json)
  if (!parsed.success) throw refused('signature.statement-malformed', 'not an in-toto statement', '不是 in-toto 声明')
  const { _type, subject } = parsed.data
  if (_type !== statementType) throw refused('signature.statement-type', `its type is not ${statementType}`, `类型不是 ${statementType}`)
  if (parsed.data.predicateType !== predicateType) {
    throw refused('signature.predicate-type', `its predicate type is not ${predicateType}`, `谓词类型不是 ${predicateType}`)
  }
  if (subject.length > maxSubjects) {
    throw refused(
      'signature.subjects',
      `it names ${subject.length} subjects; at most ${maxSubjects} are accepted`,
      `含 ${subject.length} 个主体，上限为 ${maxSubjects}`,
    )
  }
  const predicate = predicateSchema.safeParse(parsed.data.predicate)
  if (!predicate.success) throw reportRefused(predicate.error.issues.map((mistake) => mistake.path))
  const { report, run, parents } = predicate.data
  return {
    subjects: subject.map(({ name, digest: { sha256, sm3 } }) => ({ name, digest: sm3 === undefined ? { sha256 } : { sha256, sm3 } })),
    report,
    // The value as it was parsed: the schema's output is a copy in the schema's order.
    reportJson: (parsed.data.predicate as { readonly report: Json }).report,
    json,
    startedAt: run?.startedAt,
    finishedAt: run?.finishedAt,
    parents: parents ?? [],
  }
}

const ourRun = z.strictObject({
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  invocationId: z.uuid().optional(),
  runtime: z.record(z.string().max(16), z.string().max(64)).optional(),
})

/** Whether a statement is, member for member, one that this version makes: nothing rides along that nobody looked at. */
export function isOurs(statement: ReadStatement): boolean {
  const { predicate } = statement.json as { readonly predicate: { readonly run?: Json } } & Json
  const run = ourRun.optional().safeParse(predicate.run)
  const digests = new Map(statement.subjects.map((subject) => [subject.name, subject.digest]))
  if (!run.success || !subjectNames.every((name) => digests.has(name))) return false
  const again: Json = {
    _type: statementType,
    subject: subjectNames.map((name) => ({ name, digest: { ...digests.get(name)! }, mediaType: mediaTypes[name] })),
    predicateType,
    predicate: {
      report: statement.reportJson,
      ...(predicate.run === undefined ? {} : { run: predicate.run }),
      ...(statement.parents.length === 0 ? {} : { parents: statement.parents.map(plainParent) }),
    },
  }
  return canonicalJson(again) === canonicalJson(statement.json)
}

function plainParent({ report, corpus }: Parent): Json {
  return { report: { digest: { sha256: report.digest.sha256 } }, corpus: { digest: { sha256: corpus.digest.sha256 } } }
}

function reportRefused(paths: readonly (readonly PropertyKey[])[]): Stop {
  if (paths.some((path) => path[1] === 'schemaVersion')) {
    return refused(
      'signature.schema-version',
      'its report has a schema version this program does not know',
      '其报告的模式版本不被本程序识别',
    )
  }
  const place = paths[0]?.map(String).join('.') ?? ''
  const code = paths.every((path) => conclusive.includes(path[1] ?? '')) ? 'policy.inconclusive-report' : 'signature.schema'
  return refused(code, `the signed report lacks or misstates ${place || 'its content'}`, `已签名的报告缺少或误写 ${place || '内容'}`)
}

function refused(code: string, en: string, zh: string): Stop {
  return new Stop('verification', code, {
    en: `the signed statement is not acceptable: ${en}; get the report again from whoever signed it`,
    zh: `签名声明不可接受：${zh}；请向签名方重新获取报告`,
  })
}
