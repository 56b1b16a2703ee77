import { z } from 'zod'
import type { FieldRole } from './model.ts'
import { fieldForm, formed, holdsNothing, parseYaml, riskForm, ruleForm, slugForm } from './notation/yaml.ts'
import { hidden } from './words/visible.ts'

/**
 * What people write into `dataaudit.config.yaml` and into a policy. Configuration is data and never executable, so a file from
 * a foreign repository cannot run code. One schema: types are inferred, JSON Schemas are generated from it.
 */

const count = z.number().int().nonnegative()
const say = (en: string, zh: string) => ({ code: 'custom' as const, message: en, params: { zh } })
/** `<pack>/<rule>`, or `<pack>/*` for all rules of a pack. */
const ruleOrPack = /^[a-z0-9]+(?:-[a-z0-9]+)*\/(?:\*|[a-z0-9]+(?:-[a-z0-9]+)*)$/

// ── policy ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const confidence = z.enum(['high', 'medium', 'low'])

/** One limit: what is counted (one of rule, risk, domain, severity), from which confidence on, and how much of it is accepted. */
const limit = z
  .strictObject({
    rule: z.string().regex(ruleForm).optional(),
    risk: z.string().regex(riskForm).optional(),
    domain: z.enum(['pii', 'secret', 'ip', 'prohibited', 'quality', 'contamination']).optional(),
    severity: z.enum(['error', 'warning', 'note']).optional(),
    /** Findings of this confidence and above count; default is the policy's. */
    confidence: confidence.optional(),
    /** Accepted number of findings. */
    max: count.optional(),
    /** Accepted share of records with a finding, in parts per million. */
    maxRatePpm: z.number().nonnegative().max(1_000_000).optional(),
    /** The same as a plain share: 1e-5 is ten in a million. */
    maxRate: z.number().nonnegative().max(1).optional(),
  })
  .superRefine((row, ctx) => {
    const subjects = [row.rule, row.risk, row.domain, row.severity].filter((value) => value !== undefined)
    if (subjects.length !== 1)
      ctx.addIssue(
        say('a limit names exactly one of rule, risk, domain, severity', '每条限值须且只须指定 rule、risk、domain、severity 之一'),
      )
    if (row.max === undefined && row.maxRatePpm === undefined && row.maxRate === undefined)
      ctx.addIssue(say('a limit needs max, maxRatePpm or maxRate', '每条限值须给出 max、maxRatePpm 或 maxRate'))
    if (row.maxRatePpm !== undefined && row.maxRate !== undefined)
      ctx.addIssue(say('give maxRatePpm or maxRate, not both', 'maxRatePpm 与 maxRate 只能给出一个'))
  })

/** The gate: data, judged against a report by `judge` in `policy.ts`. */
export const policySchema = z.strictObject({
  /** What the report and its page call the policy. */
  name: z
    .string()
    .min(1)
    .superRefine((text, ctx) => {
      if (text.search(hidden) >= 0)
        ctx.addIssue(
          say(
            'the name of a policy holds a line break or a character that cannot be seen; write it in one line of plain text',
            '策略名称含有换行或不可见字符；请写成一行普通文字',
          ),
        )
    })
    .default('default'),
  /** Any finding of this severity or above fails the gate; `none` leaves findings to the limits. */
  failOn: z.enum(['error', 'warning', 'note', 'none']).default('error'),
  /** Findings below this confidence never fail the gate. */
  confidence: confidence.default('high'),
  /** A limit takes the place of `failOn` for the rules it covers, if it counts from the same or a lower confidence. */
  limits: z.array(limit).default([]),
  faults: z
    .strictObject({
      /** Accepted number of faults by which something was lost or damaged. */
      max: count.optional(),
      /** What may stay unreadable without making the run incomplete: a number of files and records, or a percentage of bytes. */
      allowUnreadable: z
        .union([
          count,
          z
            .string()
            .regex(formed(/^\d{1,3}(?:\.\d{1,6})?%$/, '0.5%'))
            .superRefine((text, ctx) => {
              if (Number.parseFloat(text) > 100)
                ctx.addIssue(say(`a percentage is at most 100%, not ${text}`, `百分比不得超过 100%，而不是 ${text}`))
            }),
        ])
        .default(0),
    })
    .prefault({}),
  /** Rule packs that must have taken part, by name or `name@version`. */
  requirePacks: z.array(z.string().regex(formed(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:@\d+\.\d+\.\d+)?$/, 'pii-cn, pii-cn@0.1.0'))).default([]),
  /** Share of stored bytes that must have been read, in parts per million. */
  requireCoverage: z.number().int().min(0).max(1_000_000).optional(),
  /** Whether the keyword library must meet the floors of TC260-003 8.1. */
  requireKeywordFloor: z.boolean().default(false),
  /** Requirement rows that must come out as conform or not applicable, such as `cac-2023:7.3`. Rows marked S or R only warn. */
  requireConform: z.array(z.string().min(1)).default([]),
})

export type Policy = z.infer<typeof policySchema>
export type PolicyLimit = Policy['limits'][number]

/** What holds when nobody writes a policy: a high-confidence finding of severity error fails; nothing may stay unreadable. */
export const defaultPolicy: Policy = policySchema.parse({})

/** The legal profiles that ship: the files of `rules/legal/`. */
export const profileNames = ['cac-2023', 'cn-2025', 'eu-gpai', 'ca-ab2013'] as const

// ── configuration ──────────────────────────────────────────────────────────────────────────────────────────────────────

const fieldPattern = z.string().regex(fieldForm)
const patterns = z.array(fieldPattern).optional()
const roles = ['text', 'url', 'license', 'lang', 'source', 'date', 'other'] as const satisfies readonly FieldRole[]

const calendarDate = z.iso.date()

const charset = z.string().superRefine((label, ctx) => {
  if (!knownCharset(label))
    ctx.addIssue(
      say(
        `"${label}" is not a known charset label (WHATWG Encoding); use "auto", "utf-8", "gb18030" …`,
        `“${label}”不是已知的字符集名称（WHATWG Encoding），可用 auto、utf-8、gb18030 等`,
      ),
    )
})

function knownCharset(label: string): boolean {
  if (label === 'auto') return true
  try {
    return new TextDecoder(label) !== undefined
  } catch {
    return false
  }
}

/** Bounds of the longest record: no text of Node.js is longer than 512 MiB. */
export const leastRecordBytes = 1024
export const mostRecordBytes = 536_870_912

/** `dataaudit.config.yaml`. Paths are relative to the file. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Which law the requirement table follows: the CAC draft of April 2023, or the final Interim Measures with the GB/T standards. */
  profile: z.enum(profileNames).default('cac-2023'),
  /** Which standard says what personal information is sensitive; the table is `rules/sensitivity.yaml`. */
  sensitivityProfile: z.enum(['gbt-45574-2025', 'gbt-35273-2020']).default('gbt-45574-2025'),
  /** Language of what a person reads; the report holds both. */
  lang: z.enum(['zh', 'en']).optional(),
  /** Day against which ages and dates are judged: never the clock, so that a run can be repeated. */
  asOf: calendarDate.optional(),
  /** Built-in rule packs to use; all of them when absent. */
  packs: z.array(z.string().regex(slugForm)).optional(),
  /** Folders with rule packs of your own. */
  rules: z.array(z.string().min(1)).default([]),
  /** Names in running text: not looked for, or estimated by the optional heuristic rules, whose findings are of low confidence and never gate. */
  names: z.enum(['off', 'heuristic']).default('off'),
  /** Level per rule or per pack (`pii-cn/*`); the rule wins over its pack. */
  overrides: z
    .record(z.string().regex(formed(ruleOrPack, 'pii-cn/mobile, pii-cn/*')), z.enum(['off', 'note', 'warning', 'error']))
    .default({}),
  /** What string fields are to a record. Every field is scanned whatever its role. */
  fields: z
    .strictObject({ text: patterns, url: patterns, license: patterns, lang: patterns, source: patterns, date: patterns, other: patterns })
    .superRefine((fields, ctx) => {
      const seen = new Map<string, string>()
      for (const role of roles) {
        for (const pattern of fields[role] ?? []) {
          const before = seen.get(pattern)
          if (before !== undefined && before !== role)
            ctx.addIssue({
              ...say(
                `"${pattern}" is listed as ${before} and as ${role}; keep one`,
                `“${pattern}”同时列为 ${before} 和 ${role}，请只保留一个`,
              ),
              path: [role],
            })
          seen.set(pattern, role)
        }
      }
    })
    .prefault({}),
  /** Keyword library of your own: CSV with term, risk, lang, added_at. Its terms are never printed. */
  keywords: z.string().min(1).optional(),
  /** Human sampling, fixed before the corpus is read. */
  review: z
    .strictObject({
      /** File with the nonce of the draw, in hex; the report holds its SHA-256 only. Made when it does not exist. */
      nonceFile: z.string().min(1).optional(),
      /** Records to draw; a smaller corpus is reviewed in full. TC260-003 9.2 asks for at least 4,000. */
      size: z.number().int().min(1).max(1_000_000).default(4000),
      /** Draw further records until every source has so many; 59 without a failure prove a rate below 5 %. */
      perSource: z.number().int().min(0).max(10_000).default(0),
      /** Draw further records until every rule has so many of those it fired in. */
      perRule: z.number().int().min(0).max(10_000).default(0),
    })
    .prefault({}),
  /** Sources manifest. */
  sources: z.string().min(1).optional(),
  /** The gate: path of a policy file, or the policy itself. */
  policy: z.union([z.string().min(1), policySchema]).optional(),
  /** How plain text files are cut into records. */
  split: z.enum(['file', 'lines', 'paragraphs']).default('file'),
  /** A record longer than this many bytes is a fault. */
  maxRecordBytes: z.number().int().min(leastRecordBytes).max(mostRecordBytes).default(67_108_864),
  /** `auto` detects per file. */
  charset: charset.default('auto'),
  /** gitignore patterns, relative to the corpus root; they are written into the report. */
  ignore: z.array(z.string().min(1)).default([]),
  /** `reject` makes a symbolic link an unreadable file, `skip` leaves it out and counts it. */
  symlinks: z.enum(['reject', 'skip']).default('reject'),
  /** Number of threads; absent: by the machine. It never changes the report. */
  workers: z.number().int().min(1).max(1024).optional(),
  /** Folder the report is written to. */
  output: z.string().min(1).default('dataaudit-report'),
})

export type Config = z.infer<typeof configSchema>

/**
 * Reads the text of a configuration file (YAML or JSON).
 * @throws Stop exit `usage`, code `config.invalid`, with every mistake as `file:line:column: sentence`
 */
export const parseConfig = (text: string, fileName: string): Config =>
  parseYaml(configSchema, holdsNothing(text) ? '{}' : text, fileName, 'config.invalid')

/** The configuration that holds without a file. */
export const defaultConfig: Config = configSchema.parse({})
