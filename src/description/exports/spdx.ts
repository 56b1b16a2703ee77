import { plural } from '../../words/figures.ts'
import type { Ground } from '../form.ts'
import { blanks, type Export, type ExportContext, jsonText, personalFound } from './facts.ts'

/**
 * SPDX 3.0.1, Dataset profile: a `DatasetPackage`. The profile makes builtTime, originatedBy, releaseTime, downloadLocation,
 * primaryPurpose and datasetType mandatory; those that only the provider knows must be in the manifest, and are never made up.
 */
function render(given: Ground, { now }: ExportContext): string {
  const { report, sources } = given
  const dataset = sources!.dataset!
  const provider = sources!.provider!
  const root = report.corpus.merkle.root
  const id = (name: string) => `urn:spdx:dataaudit:${root}#${name}`
  const pi = personalFound(report)
  const time = (day: string) => `${day}T00:00:00Z`
  const { duplicates, lengths } = report.statistics
  const info = '_:creation'
  return jsonText({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'CreationInfo', '@id': info, specVersion: '3.0.1', created: now, createdBy: [id('provider')], createdUsing: [id('tool')] },
      { type: 'Organization', spdxId: id('provider'), creationInfo: info, name: provider.name },
      { type: 'Tool', spdxId: id('tool'), creationInfo: info, name: `${report.tool.name} ${report.tool.version}` },
      {
        type: 'dataset_DatasetPackage',
        spdxId: id('dataset'),
        creationInfo: info,
        name: dataset.name,
        software_packageVersion: dataset.version,
        description: dataset.description,
        software_primaryPurpose: 'data',
        software_downloadLocation: dataset.download,
        software_homePage: dataset.link,
        originatedBy: [id('provider')],
        builtTime: time(dataset.built!),
        releaseTime: time(dataset.released!),
        // The signed manifest binds every file; its digest is that of corpus.sha256.
        verifiedUsing: [
          {
            type: 'Hash',
            algorithm: 'sha256',
            hashValue: report.corpus.manifest.digest.sha256,
            comment: `of corpus.sha256; RFC 9162 Merkle root ${root}`,
          },
        ],
        dataset_datasetType: ['text'],
        dataset_datasetSize: report.statistics.volume.records,
        dataset_intendedUse: dataset.purpose,
        dataset_dataCollectionProcess: collection(given),
        dataset_dataPreprocessing: sources!.processing?.map(({ step }) => step),
        dataset_datasetNoise: `${plural(duplicates.duplicates, 'duplicate record')}, ${plural(lengths.empty, 'record')} with empty text, ${report.coverage.records.unreadable} unreadable, ${report.coverage.damaged} damaged`,
        dataset_knownBias: sources!.quality?.objectivity === undefined ? undefined : [sources!.quality.objectivity],
        // Candidates are a reason to say yes; that none were found is none to say no.
        dataset_hasSensitivePersonalInformation: pi.high > 0 ? 'yes' : 'noAssertion',
        dataset_anonymizationMethodUsed:
          sources!.personalInfo?.deidentification === undefined ? undefined : [sources!.personalInfo.deidentification],
        dataset_datasetUpdateMechanism:
          sources!.timeframe?.ongoing === undefined
            ? undefined
            : sources!.timeframe.ongoing
              ? 'collection is ongoing'
              : 'collection has ended',
      },
      {
        type: 'SpdxDocument',
        spdxId: id('document'),
        creationInfo: info,
        profileConformance: ['core', 'software', 'dataset'],
        rootElement: [id('dataset')],
        element: [id('provider'), id('tool'), id('dataset')],
      },
    ],
  })
}

function collection({ sources }: Ground): string | undefined {
  const parts = (sources?.sources ?? []).map(
    (entry) =>
      `${entry.id}: ${[entry.category, entry.crawler?.behaviour].filter((part) => part !== undefined).join('; ') || 'not declared'}`,
  )
  return parts.length === 0 ? undefined : parts.join('. ')
}

export const spdx: Export = {
  id: 'spdx',
  file: 'dataset.spdx.json',
  title: { zh: 'SPDX 3.0.1 数据集包', en: 'SPDX 3.0.1 DatasetPackage' },
  missing: ({ sources }) =>
    blanks({
      'dataset.name': sources?.dataset?.name,
      'dataset.built': sources?.dataset?.built,
      'dataset.released': sources?.dataset?.released,
      'dataset.download': sources?.dataset?.download,
      'provider.name': sources?.provider?.name,
    }),
  wanting: ({ sources }) => blanks({ 'dataset.purpose': sources?.dataset?.purpose }),
  render,
}
