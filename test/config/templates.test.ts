import { describe, expect, it } from 'vitest'
import { configTemplate, policyTemplate, sourcesTemplate } from '../../src/cli/templates.ts'
import { parseConfig } from '../../src/config.ts'
import { parsePolicy } from '../../src/policy.ts'
import { parseSources } from '../../src/sources/index.ts'

/** Takes the `# ` off every example line (`key:` or `- `), so that what the templates suggest is checked as well. */
const uncommented = (template: string) =>
  template
    .split('\n')
    .map((line) =>
      /^ *# *(?:- |[\w/*-]+:(?: |$))/.test(line) && !line.includes('yaml-language-server') ? line.replace(/^( *)# ?/, '$1') : line,
    )
    .join('\n')

describe('what init writes', () => {
  it('parses as it stands', () => {
    for (const lang of ['zh', 'en'] as const)
      expect(parseConfig(configTemplate(lang), 'f')).toMatchObject({ profile: 'cac-2023', lang, policy: './policy.yaml' })
    expect(parseSources(sourcesTemplate, 'f')).toEqual({ version: 1, provider: {}, sources: [] })
    expect(parsePolicy(policyTemplate, 'f')).toMatchObject({ failOn: 'error', limits: [] })
  })

  it('suggests nothing the schemas refuse', () => {
    const config = parseConfig(uncommented(configTemplate('zh')), 'f')
    expect(config).toMatchObject({ asOf: '2024-01-01', overrides: { 'pii-intl/*': 'warning' }, fields: { source: ['/meta/source'] } })
    const policy = parsePolicy(uncommented(policyTemplate).replace('limits: []', 'limits:'), 'f')
    expect(policy.limits).toHaveLength(4)
    expect(policy).toMatchObject({ faults: { max: 1000 }, requireConform: ['cac-2023:7.3'], requireCoverage: 999_000 })
    const sources = parseSources(uncommented(sourcesTemplate).replace('sources: []', 'sources:').replace('provider: {}', 'provider:'), 'f')
    expect(sources.sources.map((entry) => entry.id)).toEqual(['encyclopaedia', 'web'])
    expect(sources).toMatchObject({
      provider: { name: '示例科技有限公司' },
      annotation: { used: true },
      quality: { humanSample: { items: 4000 } },
    })
  })
})
