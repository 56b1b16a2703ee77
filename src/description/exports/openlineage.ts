import { sha256 } from '../../notation/sha256.ts'
import type { Ground } from '../form.ts'
import { blanks, type Export, type ExportContext, homepage, jsonText } from './facts.ts'

/** An OpenLineage run event (spec 2-0-2): the scan as a finished run, the corpus as its input with facets on version, schema, owner and quality. */

const facetSchemas = 'https://openlineage.io/spec/facets'
const facet = (name: string, version: string) => ({
  _producer: homepage,
  _schemaURL: `${facetSchemas}/${version}/${name}.json#/$defs/${name}`,
})

/** A UUID (RFC 9562, version 8) from a digest: the same corpus and report give the same run. */
function uuidOf(text: string): string {
  const hex = sha256(text)
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function render({ report, sources }: Ground, { now }: ExportContext): string {
  const { dataset, provider } = sources ?? {}
  const { statistics, corpus } = report
  const columns = statistics.fields.filter(({ field }) => field !== '')
  // A row that nothing decides is neither a success nor a failure, and is left out.
  const decided = report.requirements.filter(({ result }) => result === 'conform' || result === 'nonconform')
  return jsonText({
    eventType: 'COMPLETE',
    eventTime: now,
    producer: homepage,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: uuidOf(`${corpus.manifest.digest.sha256} ${report.config.digest.sha256} ${report.legal.digest.sha256}`), facets: {} },
    job: { namespace: 'dataaudit', name: 'scan', facets: {} },
    inputs: [
      {
        namespace: 'dataaudit',
        name: dataset?.name,
        facets: {
          version: { ...facet('DatasetVersionDatasetFacet', '1-0-1'), datasetVersion: `sha256:${corpus.manifest.digest.sha256}` },
          schema: {
            ...facet('SchemaDatasetFacet', '1-2-0'),
            fields: columns.map(({ field, role }) => ({ name: field, type: 'string', description: role })),
          },
          ...(dataset?.description === undefined && dataset?.purpose === undefined
            ? {}
            : { documentation: { ...facet('DocumentationDatasetFacet', '1-1-0'), description: dataset.description ?? dataset.purpose } }),
          ...(provider?.name === undefined
            ? {}
            : { ownership: { ...facet('OwnershipDatasetFacet', '1-0-1'), owners: [{ name: provider.name, type: 'OWNER' }] } }),
          dataQualityMetrics: {
            ...facet('DataQualityMetricsDatasetFacet', '1-0-1'),
            rowCount: statistics.volume.records,
            bytes: corpus.bytes,
            fileCount: corpus.files,
            columnMetrics: {},
          },
        },
        inputFacets: {
          dataQualityAssertions: {
            ...facet('DataQualityAssertionsDatasetFacet', '1-1-0'),
            assertions: decided.map(({ id, result, mark, title }) => ({
              assertion: id,
              success: result === 'conform',
              severity: mark === 'V' ? 'error' : 'warn',
              description: title.en,
            })),
          },
        },
      },
    ],
    outputs: [],
  })
}

export const openlineage: Export = {
  id: 'openlineage',
  file: 'openlineage.json',
  title: { zh: 'OpenLineage 运行事件与数据集分面', en: 'OpenLineage run event with dataset facets' },
  missing: ({ sources }) => blanks({ 'dataset.name': sources?.dataset?.name }),
  wanting: ({ sources }) =>
    blanks({ 'provider.name': sources?.provider?.name, 'dataset.description': sources?.dataset?.description ?? sources?.dataset?.purpose }),
  render,
}
