import { z } from 'zod'
import { configSchema, policySchema } from './config.ts'
import { descriptionSchema } from './description/schema.ts'
import { mappingSchema } from './redaction/mapping.ts'
import { findingSchema, reportSchema } from './report/index.ts'
import { traceResultSchema } from './report/remediation.ts'
import { legalSchema } from './rules/legal.ts'
import { packSchema, ruleSchema } from './rules/schema.ts'
import { sourcesSchema } from './sources/index.ts'

/** Every file a person writes or another program reads, by name; the JSON Schemas in `schema/` are generated from these. */
const sources: { readonly [name: string]: z.ZodType } = {
  config: configSchema,
  policy: policySchema,
  sources: sourcesSchema,
  report: reportSchema,
  finding: findingSchema,
  redaction: mappingSchema,
  trace: traceResultSchema,
  description: descriptionSchema,
  rule: ruleSchema,
  pack: packSchema,
  legal: legalSchema,
}

export const schemaNames: readonly string[] = Object.keys(sources)

/** The JSON Schema (2020-12) of one of them, as the text of its file. */
export function jsonSchemaText(name: string): string {
  const schema = z.toJSONSchema(sources[name]!, {
    target: 'draft-2020-12',
    io: ['report', 'finding', 'description', 'redaction'].includes(name) ? 'output' : 'input',
    unrepresentable: 'any',
  })
  return `${JSON.stringify({ title: `dataaudit ${name}`, ...schema }, null, 2)}\n`
}
