import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { slugForm } from '../notation/yaml.ts'
import { Stop } from '../stop.ts'
import { parseRuleFile } from './built.ts'
import { mark, words } from './schema.ts'

/**
 * Legal profiles are data: `rules/legal/<profile>.yaml`, one entry per requirement. What judges an entry is named in it and lives in
 * `src/requirements/checks.ts`; a new requirement that an existing check can judge is one entry in one file.
 */

const slug = z.string().regex(slugForm)

/** Where a profile finds the requirement. `dropped`: the instrument did not keep it. */
const citation = z.strictObject({
  profile: slug,
  instrument: slug,
  article: z.string().min(1),
  mark,
  dropped: z.literal(true).optional(),
})

const requirement = z.strictObject({
  /** `cac-2023:7.3`, `PIPL-13`: immutable, cited by rules, policies and reports. */
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:./-]*$/),
  cites: z.array(citation).min(1),
  /** What the clause asks, in other words than the law's. */
  title: words,
  /** What the result rests on: the scan, the sources manifest, people. Empty for what an audit of data cannot see. */
  evidence: z.array(z.enum(['scan', 'manifest', 'human'])),
  /** When the row conforms, in words. */
  pass: words.optional(),
  /** What to do about a row that does not conform. */
  remedy: words.optional(),
  /** Name of the check that judges it. */
  check: z.string().regex(/^[a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)?$/),
  /** Arguments of the check: thresholds, risk groups, fields of the manifest. */
  with: z.record(z.string(), z.unknown()).default({}),
})

export const legalSchema = z.strictObject({
  schema: z.literal('dataaudit.legal/v1'),
  id: slug,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: words,
  /** What it covers, in a sentence or two. */
  about: words,
  /** `date`: the day it took effect, or for a draft the day it was published. */
  instruments: z.array(z.strictObject({ id: slug, title: words, status: words, date: z.iso.date() })),
  requirements: z.array(requirement),
})

type LegalFile = z.infer<typeof legalSchema>
type Instrument = LegalFile['instruments'][number]
type Requirement = LegalFile['requirements'][number]

/** A profile: which law a report is judged by. */
interface Profile {
  readonly id: string
  readonly version: string
  readonly title: LegalFile['title']
  readonly about: LegalFile['about']
  /** SHA-256 of the canonical JSON of the profile, its requirements and their instruments: comments and layout do not change it. */
  readonly digest: string
}

/** Everything the legal files say. */
export interface Law {
  readonly profiles: readonly Profile[]
  readonly instruments: readonly Instrument[]
  readonly requirements: readonly Requirement[]
}

/** A requirement as one profile cites it. */
export interface Clause extends Omit<Requirement, 'cites'> {
  readonly instrument: string
  readonly article: string
  readonly mark: 'V' | 'S' | 'R'
  readonly dropped: boolean
}

/** The rows of a profile, in the order of the files. */
export const clausesOf = (law: Pick<Law, 'requirements'>, profile: string): Clause[] =>
  law.requirements.flatMap(({ cites, ...row }) => {
    const cite = cites.find((one) => one.profile === profile)
    return cite === undefined
      ? []
      : [{ ...row, instrument: cite.instrument, article: cite.article, mark: cite.mark, dropped: cite.dropped === true }]
  })

type Citing = { readonly requirements: readonly string[] }
const sensitiveClauses: ReadonlySet<string> = new Set(['PIPL-28/29', 'NDSR-22', 'TC-5.2c2'])

/** Whether a rule finds sensitive personal information: it cites a clause on it. The list of types is in the rules (GB/T 45574-2025). */
export const isSensitive = ({ requirements }: Citing): boolean => requirements.some((id) => sensitiveClauses.has(id))

/** Whether a rule finds markers by which a holder of rights opts out: it cites the clause on what others marked as off limits. */
export const isOptOut = ({ requirements }: Citing): boolean => requirements.includes('TC-5.1c2')

/**
 * Reads `legal/` in a folder of rules.
 * @throws Stop exit 2: a file the schema refuses, an id that is not the file's name, an id used twice, an unknown profile or instrument
 */
export function loadLaw(folder: string): Law {
  const legal = join(folder, 'legal')
  const files = readdirSync(legal)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      name,
      file: parseRuleFile(legalSchema, readFileSync(join(legal, name), 'utf8'), `rules/legal/${name}`, 'rules.legal'),
    }))
  const instruments = files.flatMap(({ file }) => file.instruments)
  const requirements = files.flatMap(({ file }) => file.requirements)
  const profileIds = new Set(files.map(({ file }) => file.id))
  const instrumentIds = new Set(instruments.map(({ id }) => id))
  const seen = new Set<string>()
  for (const { name, file } of files) {
    const where = `rules/legal/${name}`
    if (`${file.id}.yaml` !== name)
      refuse(
        where,
        `profile "${file.id}" is not the name of the file; write "${name.slice(0, -5)}"`,
        `口径“${file.id}”与文件名不一致；应写作“${name.slice(0, -5)}”`,
      )
    for (const row of file.requirements) {
      if (seen.has(row.id)) refuse(where, `requirement "${row.id}" is defined twice; ids are unique`, `条目“${row.id}”重复；编号必须唯一`)
      seen.add(row.id)
      for (const cite of row.cites) {
        if (!profileIds.has(cite.profile))
          refuse(where, `${row.id} cites an unknown profile "${cite.profile}"`, `${row.id} 引用了未知的口径“${cite.profile}”`)
        if (!instrumentIds.has(cite.instrument))
          refuse(where, `${row.id} cites an unknown instrument "${cite.instrument}"`, `${row.id} 引用了未知的法规文件“${cite.instrument}”`)
      }
    }
  }
  const profiles = files.map(({ file: { id, version, title, about } }) => {
    const rows = clausesOf({ requirements }, id)
    const cited = instruments.filter((one) => rows.some((row) => row.instrument === one.id))
    const content = canonicalJson({ id, version, title, about, instruments: cited, requirements: rows })
    return { id, version, title, about, digest: sha256(content) }
  })
  return { profiles, instruments, requirements }
}

function refuse(where: string, en: string, zh: string): never {
  throw new Stop('usage', 'rules.legal', { en: `${where}: ${en}`, zh: `${where}：${zh}` })
}
