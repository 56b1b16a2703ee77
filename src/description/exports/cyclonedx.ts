import { plural } from '../../words/figures.ts'
import type { Ground } from '../form.ts'
import { blanks, type Export, jsonText, personalFound } from './facts.ts'

/** CycloneDX 1.6, a component of type `data` (ECMA-424). Its hash is that of the signed manifest, which binds every file. */
function render({ report, sources }: Ground): string {
  const { dataset, provider, ip } = sources ?? {}
  const pi = personalFound(report)
  const owner = provider?.name === undefined ? undefined : [{ organization: { name: provider.name } }]
  return jsonText({
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: report.tool.name, version: report.tool.version }] },
      component: { type: 'data', 'bom-ref': 'corpus', name: dataset?.name, version: dataset?.version },
    },
    components: [
      {
        type: 'data',
        'bom-ref': 'training-data',
        name: dataset?.name,
        version: dataset?.version,
        description: dataset?.description ?? dataset?.purpose,
        supplier: provider?.name === undefined ? undefined : { name: provider.name },
        // The SHA-256 of corpus.sha256: the list of all files that the statement signs.
        hashes: [{ alg: 'SHA-256', content: report.corpus.manifest.digest.sha256 }],
        licenses: dataset?.licence === undefined ? undefined : [{ license: { name: dataset.licence } }],
        externalReferences: dataset?.link === undefined ? undefined : [{ type: 'website', url: dataset.link }],
        data: [
          {
            'bom-ref': 'training-data-content',
            type: 'dataset',
            name: dataset?.name,
            contents: {
              properties: [
                { name: 'dataaudit:manifest', value: `corpus.sha256 sha256:${report.corpus.manifest.digest.sha256}` },
                { name: 'dataaudit:merkle-root', value: `${report.corpus.merkle.algorithm}:${report.corpus.merkle.root}` },
                { name: 'dataaudit:files', value: String(report.corpus.files) },
                { name: 'dataaudit:bytes', value: String(report.corpus.bytes) },
                { name: 'dataaudit:records', value: String(report.statistics.volume.records) },
                { name: 'dataaudit:verdict', value: report.results.verdict },
                ...(sources?.sources ?? []).map((entry) => ({
                  name: `dataaudit:source:${entry.id}`,
                  value: [entry.category, entry.licence].filter((part) => part !== undefined).join('; ') || 'not declared',
                })),
              ],
            },
            sensitiveData: pi.high === 0 ? undefined : pi.titles.map(({ en }) => `Candidate matches: ${en}`),
            description: `${plural(report.statistics.volume.records, 'record')} in ${plural(report.corpus.files, 'file')}, audited under ${report.profile}.`,
            governance:
              owner === undefined
                ? undefined
                : { owners: owner, custodians: ip?.owner === undefined ? undefined : [{ organization: { name: ip.owner } }] },
          },
        ],
      },
    ],
  })
}

export const cyclonedx: Export = {
  id: 'cyclonedx',
  file: 'bom.cdx.json',
  title: { zh: 'CycloneDX 1.6 数据组件', en: 'CycloneDX 1.6 data component' },
  missing: ({ sources }) => blanks({ 'dataset.name': sources?.dataset?.name }),
  wanting: ({ sources }) =>
    blanks({
      'dataset.version': sources?.dataset?.version,
      'dataset.licence': sources?.dataset?.licence,
      'provider.name': sources?.provider?.name,
    }),
  render,
}
