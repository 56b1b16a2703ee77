import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Entry } from '../corpus/index.ts'
import type { Lang } from '../model.ts'
import { count, hex64, words } from '../report/parts.ts'
import type { RuleBook } from '../rules/index.ts'
import { version } from '../version.ts'
import type { Style } from './cleaning.ts'
import type { FileCopy } from './file.ts'
import { isIncomplete, type RedactionCode, reasonWords } from './reasons.ts'
import type { Selection } from './selection.ts'

/** The mapping report of a cleaned copy, `redaction.json`: what was done to which file. It has no room for what was taken out. */

const counts = {
  records: count,
  /** Records with something taken out. */
  changed: count,
  /** Records left out because something was found in them (`drop`). */
  dropped: count,
  /** Records that could not be judged: copied as they are, or left out. */
  faultyKept: count,
  faultyDropped: count,
  /** Records left out because they could not be written back with their values changed. */
  notRewritable: count,
  /** Findings taken out. */
  findings: count,
}

export const mappingSchema = z.strictObject({
  schema: z.literal('dataaudit.redaction/v1'),
  tool: z.strictObject({ name: z.literal('dataaudit'), version: z.string() }),
  how: z.strictObject({
    action: z.enum(['replace', 'drop']),
    style: z.enum(['placeholder', 'mask']),
    lang: z.enum(['zh', 'en']),
    faulty: z.enum(['keep', 'drop']),
    /** Whether a report's list said what goes; otherwise the scan of this run. */
    listed: z.boolean(),
    asOf: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    confidence: z.enum(['high', 'medium', 'low']),
    rules: z.array(z.string()),
    packs: z.array(z.strictObject({ id: z.string(), version: z.string(), digest: hex64 })),
  }),
  /** SHA-256 of the `sha256sum` listing of all files that were read, and of all that were written. */
  corpus: z.strictObject({ before: hex64, after: hex64 }),
  totals: z.strictObject({ files: count, filesChanged: count, filesNotWritten: count, ...counts }),
  /** Findings taken out, by rule. */
  rules: z.record(z.string(), count),
  reasons: z.array(z.strictObject({ code: z.string(), files: count, incomplete: z.boolean(), message: words })),
  files: z.array(
    z.strictObject({
      /** Path in the corpus; its shape where the path itself looks personal. */
      path: z.string(),
      before: hex64.optional(),
      after: hex64.optional(),
      /** Digest of the copy's content once decompressed. */
      afterContent: hex64.optional(),
      charset: z.string(),
      ...counts,
      rules: z.record(z.string(), count),
      reasons: z.array(z.string()),
    }),
  ),
})

export type Mapping = z.infer<typeof mappingSchema>

interface MappingParts {
  readonly drop: boolean
  readonly style: Style
  readonly lang: Lang
  readonly faulty: 'keep' | 'drop'
  readonly report: string | undefined
  readonly asOf: string
  readonly config: Config
  readonly selection: Selection
  readonly selected: ReadonlySet<string>
  readonly book: RuleBook
  readonly before: string
  readonly after: string
  readonly files: readonly {
    readonly entry: Entry
    readonly copy: FileCopy | undefined
    readonly path: string
    readonly personal: boolean
  }[]
}

/** The mapping of a finished copy. */
export function mappingOf(parts: MappingParts): Mapping {
  const files = parts.files.map(({ entry, copy, path, personal }) => {
    const reasons: RedactionCode[] = [...(copy?.reasons ?? (entry.reason === undefined ? [] : [entry.reason]))]
    if (personal && copy?.after !== undefined) reasons.push('redact.path')
    const { counts: own } = copy ?? {}
    return {
      path,
      ...(copy?.before === undefined ? {} : { before: copy.before }),
      ...(copy?.after === undefined ? {} : { after: copy.after.sha256, afterContent: copy.after.contentSha256 }),
      charset: copy?.charset ?? '-',
      records: own?.records ?? 0,
      changed: own?.changed ?? 0,
      dropped: own?.dropped ?? 0,
      faultyKept: own?.faultyKept ?? 0,
      faultyDropped: own?.faultyDropped ?? 0,
      notRewritable: own?.notRewritable ?? 0,
      findings: [...(own?.rules.values() ?? [])].reduce((n, each) => n + each, 0),
      rules: sorted(own?.rules ?? new Map()),
      reasons: [...new Set(reasons)].sort(),
    }
  })
  const sum = (pick: (file: (typeof files)[number]) => number) => files.reduce((n, file) => n + pick(file), 0)
  const rules = new Map<string, number>()
  for (const file of files) for (const [rule, n] of Object.entries(file.rules)) rules.set(rule, (rules.get(rule) ?? 0) + n)
  const codes = [...new Set(files.flatMap((file) => file.reasons))].sort() as RedactionCode[]
  return {
    schema: 'dataaudit.redaction/v1',
    tool: { name: 'dataaudit', version },
    how: {
      action: parts.drop ? 'drop' : 'replace',
      style: parts.style,
      lang: parts.lang,
      faulty: parts.faulty,
      listed: parts.report !== undefined,
      asOf: parts.asOf,
      severity: parts.selection.severity,
      confidence: parts.selection.confidence,
      rules: [...parts.selected].sort(),
      packs: parts.book.packs.map(({ manifest: { id, version: own }, digest: sha256 }) => ({ id, version: own, digest: sha256 })),
    },
    corpus: { before: parts.before, after: parts.after },
    totals: {
      files: files.length,
      filesChanged: files.filter((file) => file.after !== undefined && file.after !== file.before).length,
      filesNotWritten: files.filter((file) => file.after === undefined).length,
      records: sum((file) => file.records),
      changed: sum((file) => file.changed),
      dropped: sum((file) => file.dropped),
      faultyKept: sum((file) => file.faultyKept),
      faultyDropped: sum((file) => file.faultyDropped),
      notRewritable: sum((file) => file.notRewritable),
      findings: sum((file) => file.findings),
    },
    rules: sorted(rules),
    reasons: codes.map((code) => ({
      code,
      files: files.filter((file) => file.reasons.includes(code)).length,
      incomplete: isIncomplete(code),
      message: reasonWords(code),
    })),
    files,
  }
}

/** Whether something was not judged, not cleaned, or is missing from the copy; or nothing was read at all, on which nothing can pass. */
export const isPartial = ({ reasons, totals }: Mapping): boolean =>
  reasons.some(({ incomplete }) => incomplete) || totals.faultyKept + totals.faultyDropped > 0 || totals.records === 0

const sorted = (map: ReadonlyMap<string, number>): { [rule: string]: number } =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
