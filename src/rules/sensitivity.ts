import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Rule } from '../model.ts'
import { slugForm } from '../notation/yaml.ts'
import { Stop } from '../stop.ts'
import { parseRuleFile } from './built.ts'
import { mark, words } from './schema.ts'

/** The table of sensitive personal information, `rules/sensitivity.yaml`: which rules find it, by profile. */

const tableSchema = z
  .array(
    z.strictObject({
      profile: z.string().regex(slugForm),
      title: words,
      rows: z
        .array(
          z.strictObject({
            category: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
            title: words,
            rules: z.array(z.string().min(1)).min(1),
            cite: z.string().min(1),
            mark,
          }),
        )
        .min(1),
    }),
  )
  .min(1)

export type Sensitivity = z.infer<typeof tableSchema>

/** What a rule cites once a profile says that what it finds is sensitive: PIPL 28 and 29. */
const sensitiveClause = 'PIPL-28/29'

/**
 * Loads the table.
 *
 * @throws Stop exit 2 for a file the schema refuses or a row that names an unknown rule
 */
export function loadSensitivity(folder: string, known: (rule: string) => boolean): Sensitivity {
  const table = parseRuleFile(
    tableSchema,
    readFileSync(join(folder, 'sensitivity.yaml'), 'utf8'),
    'rules/sensitivity.yaml',
    'rules.sensitivity',
  )
  for (const { profile, rows } of table) {
    for (const rule of rows.flatMap((row) => row.rules)) {
      if (known(rule)) continue
      throw new Stop('usage', 'rules.unknown-rule', {
        en: `rules/sensitivity.yaml: profile ${profile} names an unknown rule "${rule}"`,
        zh: `rules/sensitivity.yaml：口径 ${profile} 引用了未知规则“${rule}”`,
      })
    }
  }
  return table
}

/**
 * Rules as a profile grades them: what it calls sensitive cites PIPL 28 and 29, and nothing else does. Rows marked R change nothing. What is
 * sensitive only by a source that was not read itself (S) cites that source too: PIPL 28 does not name it, so on its own it never gates.
 */
export function graded(rules: readonly Rule[], table: Sensitivity, profile: string): readonly Rule[] {
  const rows = table.find((one) => one.profile === profile)?.rows ?? []
  const sensitive = new Set(rows.flatMap((row) => (row.mark === 'R' ? [] : row.rules)))
  const secondary = new Map(rows.flatMap((row) => (row.mark === 'S' ? row.rules.map((id) => [id, row.cite] as const) : [])))
  const listed = new Set(table.flatMap((one) => one.rows.flatMap((row) => row.rules)))
  return rules.map((rule) => {
    const cites = rule.requirements.includes(sensitiveClause)
    const by = secondary.get(rule.id)
    if (sensitive.has(rule.id))
      return cites && by === undefined
        ? rule
        : { ...rule, requirements: [...new Set([...rule.requirements, sensitiveClause, ...(by === undefined ? [] : [by])])] }
    // A rule no profile lists, such as one of an added pack, speaks for itself.
    if (!listed.has(rule.id) || !cites) return rule
    return { ...rule, requirements: rule.requirements.filter((id) => id !== sensitiveClause) }
  })
}
