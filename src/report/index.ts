import { z } from 'zod'
import { annotationSchema } from './annotation.ts'
import { count, digest, hex64, ppm, rate, share95, words } from './parts.ts'
import { remediationSchema } from './remediation.ts'
import { reviewSchema } from './review.ts'

/**
 * The report: the only product of a scan. Everything else (HTML, gate, Article 17 description, statement) is a pure function of
 * it. One schema: the type is inferred, the JSON Schema in `schema/` is generated. No times, no host names, no paths, no corpus
 * text. Shares and rates are integers in parts per million (`ppm`), so the bytes never depend on how a float prints.
 */

const severity = z.enum(['error', 'warning', 'note'])
const confidence = z.enum(['high', 'medium', 'low'])
const ledger = z.strictObject({ read: count, unreadable: count, skipped: count })
/** Findings by confidence. */
const byConfidence = z.strictObject({ high: count, medium: count, low: count })
/** A top list: `exact` says whether nothing was left out before counting. */
const top = z.strictObject({
  distinct: count,
  exact: z.boolean(),
  rows: z.array(z.strictObject({ value: z.string(), records: count, bytes: count })),
})

export const findingSchema = z.strictObject({
  rule: z.string(),
  severity,
  confidence,
  file: count,
  record: count,
  field: z.string(),
  unit: z.enum(['text', 'field', 'key', 'path']),
  byteOffset: count,
  length: count,
  excerpt: z.string().max(64),
})

export const statisticsSchema = z.strictObject({
  volume: z.strictObject({
    records: count,
    /** UTF-8 bytes of the decoded rows, and of the training texts in them. */
    bytes: count,
    texts: count,
    textBytes: count,
    characters: count,
    words: count,
    /** Estimated from character classes; the method is named. */
    tokens: z.strictObject({ estimate: count, lowEstimate: count, highEstimate: count, method: words }),
  }),
  findings: z.strictObject({
    total: count,
    /** A `rate` of a row: records with at least one of its findings, out of all records read. */
    bySeverity: z.strictObject({ error: byConfidence, warning: byConfidence, note: byConfidence }),
    byRule: z.array(z.strictObject({ rule: z.string(), findings: byConfidence, rate })),
    byRisk: z.array(z.strictObject({ risk: z.string(), findings: byConfidence, rate })),
    byDomain: z.array(z.strictObject({ domain: z.string(), findings: byConfidence, rate })),
    /** By the `source` metadata of records; `(none)` where a record has none. */
    bySource: z.array(z.strictObject({ source: z.string(), records: count, findings: byConfidence, rate })),
    /** Records with at least one high-confidence finding. */
    records: rate,
  }),
  suppressed: z.strictObject({
    total: count,
    byReason: z.array(z.strictObject({ reason: z.string(), count })),
    byRule: z.array(z.strictObject({ rule: z.string(), reason: z.string(), count })),
  }),
  faults: z.strictObject({
    total: count,
    byCode: z.array(z.strictObject({ code: z.string(), effect: z.enum(['lost', 'damaged', 'noted']), count, bytes: count })),
    /** A deterministic sample of places, at most 100. */
    places: z.array(z.strictObject({ code: z.string(), file: count, record: count.nullable() })),
  }),
  languages: z.strictObject({
    method: words,
    rows: z.array(z.strictObject({ lang: z.string(), records: count, bytes: count, sharePpm: ppm })),
    /** exp of the Shannon entropy over records, as a decimal string: the effective number of languages. */
    effectiveNumber: z.string(),
  }),
  scripts: z.array(z.strictObject({ script: z.string(), characters: count, sharePpm: ppm })),
  lengths: z.strictObject({
    unit: z.literal('characters'),
    records: count,
    min: count,
    max: count,
    mean: z.string(),
    /** Relative error at most 1 % (DDSketch). */
    quantiles: z.array(z.strictObject({ qPpm: ppm, value: count })),
    histogram: z.array(z.strictObject({ from: count, to: count, records: count })),
    empty: count,
  }),
  duplicates: z.strictObject({
    records: count,
    distinct: count,
    duplicates: count,
    sharePpm: ppm,
    exact: z.boolean(),
    /** Relative standard error of `distinct` in ppm; 0 when exact. */
    errorPpm: ppm,
  }),
  tokens: z.strictObject({
    total: count,
    distinct: count,
    exact: z.boolean(),
    errorPpm: ppm,
    /** Shannon entropy in bits per token, exp of it (effective vocabulary), share of tokens seen once among distinct: decimal strings. */
    entropyBits: z.string(),
    effectiveNumber: z.string(),
    hapaxShare: z.string(),
    method: words,
  }),
  domains: top,
  licences: top,
  sources: top,
  /** What lies in each declared source (by path) or each value of the records' source field; `complete` says whether none was left out. */
  origins: z.strictObject({
    complete: z.boolean(),
    rows: z.array(
      z.strictObject({
        origin: z.string(),
        records: count,
        bytes: count,
        /** Records with any finding. */
        affected: count,
        languages: z.array(z.strictObject({ lang: z.string(), records: count })),
        licences: z.array(z.strictObject({ value: z.string(), records: count })),
        domains: z.array(z.strictObject({ value: z.string(), records: count })),
        rules: z.array(z.strictObject({ rule: z.string(), high: count, lower: count, records: count })),
      }),
    ),
  }),
  years: z.array(z.strictObject({ year: z.string(), records: count })),
  fields: z.array(z.strictObject({ field: z.string(), role: z.string(), records: count, bytes: count })),
  annotation: annotationSchema,
  /** Kept findings: a keyed bottom-k sample per rule, places and shapes only. */
  examples: z.array(findingSchema),
})

const ruleRowSchema = z.strictObject({
  id: z.string(),
  rev: count,
  status: z.string(),
  domain: z.string(),
  entity: z.string(),
  risk: z.string(),
  requirements: z.array(z.string()),
  severity,
  title: words,
  why: words,
  remedy: words,
})

export const reportSchema = z.strictObject({
  schemaVersion: z.literal('1.0.0'),
  tool: z.strictObject({ name: z.literal('dataaudit'), version: z.string() }),
  profile: z.string(),
  /** The legal profile the requirements were judged by, with the instruments it cites; its digest is over its canonical JSON. */
  legal: z.strictObject({
    version: z.string(),
    title: words,
    about: words,
    digest,
    instruments: z.array(z.strictObject({ id: z.string(), title: words, status: words, date: z.string() })),
  }),
  asOf: z.string(),
  rulePacks: z
    .array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        title: words,
        license: z.string(),
        digest,
        semanticDigest: digest,
        rules: count,
        enabled: count,
        origin: z.enum(['built-in', 'added']),
        code: z.boolean(),
      }),
    )
    .min(1),
  /** Every enabled rule, with its words: a report explains itself. */
  rules: z.array(ruleRowSchema),
  /**
   * Measured accuracy of the built-in rules, from `rules/accuracy.json`: the rules of a row together, on one labelled data set. A rule that no
   * row names was not measured.
   */
  accuracy: z.array(
    z.strictObject({
      rules: z.array(z.string()).min(1),
      domain: z.string(),
      set: z.string(),
      title: words,
      /** Made by this project rather than labelled by others. */
      synthetic: z.boolean(),
      lang: z.string(),
      /** Labelled values, and texts without any. */
      positives: count,
      negatives: count,
      precision: share95.nullable(),
      recall: share95.nullable(),
    }),
  ),
  config: z.strictObject({
    digest,
    sampling: z.literal('full'),
    /** Language the page opens in: the page is a pure function of the report. */
    lang: z.enum(['zh', 'en']),
    limits: z.strictObject({ maxRecordBytes: count, split: z.string() }),
    /** How names of persons were looked for. Behind a cue: always. Names in running text were not assessed unless `heuristic` or `model` is here. */
    names: z.array(z.enum(['cue', 'heuristic', 'model'])).min(1),
    overrides: z.array(z.strictObject({ rule: z.string(), severity: z.string() })),
  }),
  corpus: z.strictObject({
    manifest: z.strictObject({ name: z.literal('corpus.sha256'), digest }),
    serialization: z.strictObject({
      method: z.literal('sha256sum-sorted-v1'),
      order: z.literal('utf8-bytes'),
      symlinks: z.enum(['reject', 'skip']),
      ignore: z.array(z.string()),
    }),
    files: count,
    bytes: count,
    records: count,
    merkle: z.strictObject({ algorithm: z.literal('rfc9162-sha256'), treeSize: count, root: hex64 }),
    formats: z.array(z.strictObject({ format: z.string(), compression: z.string(), files: count, bytes: count })),
    charsets: z.array(z.strictObject({ charset: z.string(), files: count, bytes: count })),
  }),
  coverage: z.strictObject({
    files: ledger,
    /** Stored bytes. A damaged row's bytes count as read; a lost row's as unreadable (in plain files exactly, in compressed files by decoded bytes scaled to stored). */
    bytes: ledger,
    records: ledger,
    /** Why: in each state their files, bytes and records add up to the ledger. */
    reasons: z.array(
      z.strictObject({
        state: z.enum(['unreadable', 'skipped']),
        reason: z.string(),
        files: count,
        bytes: count,
        records: count,
      }),
    ),
    /** Records judged in part. */
    damaged: count,
    complete: z.boolean(),
  }),
  results: z.strictObject({
    verdict: z.enum(['PASSED', 'WARNED', 'FAILED']),
    complete: z.boolean(),
    policy: z.strictObject({ digest, name: z.string() }),
    reasons: z.array(z.strictObject({ limit: z.string(), words, blocking: z.boolean() })),
  }),
  statistics: statisticsSchema,
  /** All 31 risk types, always. */
  risks: z
    .array(
      z.strictObject({
        id: z.string(),
        std: z.string(),
        title: words,
        detectability: z.string(),
        /** none, lexicon (of n shipped or operator terms), detector. */
        coverage: z.enum(['none', 'lexicon', 'detector']),
        rules: count,
        terms: count,
        operatorTerms: count,
        floor: count.nullable(),
        floorMet: z.boolean().nullable(),
        findings: byConfidence,
        records: count,
        evidence: words,
        /** Requirements the type bears on. */
        requirements: z.array(z.string()),
      }),
    )
    .length(31),
  /** The operator's keyword library, counted against the floors of TC260-003 8.1; terms are never printed. */
  keywords: z.strictObject({
    total: count,
    floor: count,
    floorMet: z.boolean(),
    newest: z.string().nullable(),
    digest: digest.nullable(),
  }),
  /** The sources manifest the report was judged with; null without one. */
  declaration: z
    .strictObject({
      /** SHA-256 of the manifest's canonical JSON. */
      digest,
      /** Documents it names: whether the file beside the manifest is the one whose digest is declared. */
      documents: z.array(
        z.strictObject({
          /** Path in the manifest, such as `sources[0].evidence[1]`. */
          path: z.string(),
          source: z.string().nullable(),
          state: z.enum(['verified', 'hashed', 'mismatch', 'missing', 'unchecked']),
          sha256: hex64.nullable(),
          expired: z.boolean(),
        }),
      ),
      /** Where what is declared and what was seen do not agree. */
      discrepancies: z.array(
        z.strictObject({
          code: z.string(),
          source: z.string().nullable(),
          severity,
          count,
          words,
        }),
      ),
    })
    .nullable(),
  /** How much of the corpus each declared source accounts for; null when no sources manifest was given, or nothing could be mapped. */
  attribution: z
    .strictObject({
      basis: z.enum(['files', 'records', 'mixed', 'sole']),
      rows: z.array(z.strictObject({ id: z.string(), files: count.nullable(), records: count.nullable(), bytes: count })),
      unmapped: z.strictObject({ files: count.nullable(), records: count.nullable(), bytes: count }),
      ambiguous: count,
      /** Some of the files without a source, and of those that several sources claim. */
      places: z.strictObject({
        unmapped: z.array(count),
        ambiguous: z.array(z.strictObject({ file: count, sources: z.array(z.string()) })),
      }),
    })
    .nullable(),
  requirements: z.array(
    z.strictObject({
      id: z.string(),
      instrument: z.string(),
      article: z.string(),
      title: words,
      mark: z.enum(['V', 'S', 'R']),
      /** What the row is judged on; empty for what an audit of data cannot see. */
      basis: z.array(z.enum(['scan', 'manifest', 'human'])),
      /** When it conforms, and what to do when it does not. */
      pass: words.nullable(),
      remedy: words.nullable(),
      result: z.enum(['conform', 'nonconform', 'not-applicable', 'insufficient-evidence']),
      /** False when the tool looked at nothing for this row: printed as "not assessed". */
      assessed: z.boolean(),
      evidence: words,
      rules: z.array(z.string()),
      findings: count,
    }),
  ),
  /** Critical findings that earlier reports recorded, and requests of persons. */
  remediation: remediationSchema,
  /** Human sampling. */
  review: reviewSchema,
  findings: z.strictObject({
    total: count,
    included: count,
    file: z.strictObject({ name: z.literal('findings.jsonl'), digest }),
  }),
  redaction: z.strictObject({ excerpt: z.literal('shape'), selfScan: z.literal('passed') }),
})

export type Report = z.infer<typeof reportSchema>
export type ReportFinding = z.infer<typeof findingSchema>
