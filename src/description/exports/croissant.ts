import { plural } from '../../words/figures.ts'
import type { Ground } from '../form.ts'
import { blanks, type Export, jsonText, languagesOf, personalFound } from './facts.ts'

/** Croissant 1.1 with the RAI vocabulary 1.0 (docs.mlcommons.org/croissant). The only file named is the signed manifest, which binds all others. */

const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataBiases: 'cr:dataBiases',
  dataCollection: 'cr:dataCollection',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  personalSensitiveInformation: 'cr:personalSensitiveInformation',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
}

const media: { readonly [format: string]: readonly [string, string] } = {
  jsonl: ['application/jsonlines', '*.jsonl'],
  json: ['application/json', '*.json'],
  csv: ['text/csv', '*.csv'],
  tsv: ['text/tsv', '*.tsv'],
  text: ['text/plain', '*.txt'],
}

function render(given: Ground): string {
  const { report, sources } = given
  const { dataset, provider, timeframe } = sources ?? {}
  const formats = report.corpus.formats.filter(({ format, compression }) => compression === 'none' && media[format] !== undefined)
  const sets = formats.map(({ format }) => ({
    '@type': 'cr:FileSet',
    '@id': `files-${format}`,
    name: `files-${format}`,
    encodingFormat: media[format]![0],
    includes: `**/${media[format]![1]}`,
  }))
  const pi = personalFound(report)
  const crawls = (sources?.sources ?? []).filter(({ crawler }) => crawler !== undefined)
  return jsonText({
    '@context': context,
    '@type': 'sc:Dataset',
    'dct:conformsTo': ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: dataset?.name,
    description: dataset?.description ?? dataset?.purpose,
    version: dataset?.version,
    license: dataset?.licence,
    url: dataset?.link,
    datePublished: dataset?.released,
    citeAs: dataset?.citation,
    inLanguage: languagesOf(report),
    keywords: dataset?.domains,
    creator: provider?.name === undefined ? undefined : { '@type': 'sc:Organization', name: provider.name },
    publisher: provider?.name === undefined ? undefined : { '@type': 'sc:Organization', name: provider.name },
    sdVersion: report.tool.version,
    isLiveDataset: timeframe?.ongoing,
    'rai:dataCollection': sentences([
      sources === undefined
        ? undefined
        : `${plural(sources.sources.length, 'declared source')}: ${sources.sources.map(({ id }) => id).join(', ')}.`,
      ...crawls.map(
        ({ id, crawler }) =>
          `${id}: ${[crawler?.names?.join(', '), crawler?.purpose, crawler?.behaviour].filter((part) => part !== undefined).join('; ')}.`,
      ),
    ]),
    'rai:dataCollectionType': sources?.sources.some(({ category }) => category !== undefined)
      ? [...new Set(sources.sources.flatMap(({ category }) => category ?? []))]
      : undefined,
    'rai:dataCollectionTimeframe': [timeframe?.earliest, timeframe?.latest].filter((part) => part !== undefined),
    'rai:dataCollectionMissingData': `${plural(report.statistics.lengths.empty, 'record')} with empty text; ${report.coverage.records.unreadable} unreadable and ${report.coverage.damaged} damaged.`,
    'rai:dataPreprocessingProtocol': (sources?.processing ?? []).map(({ step, purpose, method }) =>
      [step, purpose, method].filter((part) => part !== undefined).join(': '),
    ),
    'rai:dataAnnotationProtocol': (sources?.annotation?.rules ?? []).map(({ kind, ref, title }) => `${kind}: ${title ?? ref}`),
    'rai:personalSensitiveInformation': pi.looked
      ? [
          pi.high === 0
            ? 'Rules for personal information took part; no high-confidence candidate match was found.'
            : `Candidate matches of personal information in ${plural(pi.records, 'record')}: ${pi.titles.map(({ en }) => en).join(', ')}.`,
        ]
      : undefined,
    'rai:dataBiases': sources?.quality?.objectivity,
    'rai:dataLimitations': [
      'Media that records point to were not opened. Matches are candidates found by rules: some are wrong and some are missed.',
      `Risk types without a rule or keyword: ${
        report.risks
          .filter(({ coverage }) => coverage === 'none')
          .map(({ std }) => std)
          .join(', ') || 'none'
      }.`,
    ],
    'rai:dataUseCases': dataset?.purpose,
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'corpus.sha256',
        name: 'corpus.sha256',
        description: `The signed list of all ${plural(report.corpus.files, 'file')} with their SHA-256; RFC 9162 Merkle root ${report.corpus.merkle.root}.`,
        contentUrl: 'corpus.sha256',
        encodingFormat: 'text/plain',
        sha256: report.corpus.manifest.digest.sha256,
      },
      ...sets,
    ],
    recordSet: recordSet(given),
  })
}

const sentences = (parts: readonly (string | undefined)[]): string | undefined => {
  const has = parts.filter((part) => part !== undefined)
  return has.length === 0 ? undefined : has.join(' ')
}

/** The fields of the records, when all of them come from one format whose fields have names that can be printed. */
function recordSet({ report }: Ground) {
  const formats = new Set(report.corpus.formats.map(({ format }) => format))
  const [format] = formats
  if (formats.size !== 1 || format === undefined || !['jsonl', 'json', 'csv', 'tsv'].includes(format)) return undefined
  if (report.corpus.formats.some(({ compression }) => compression !== 'none')) return undefined
  const fields = report.statistics.fields.filter(({ field }) => /^\/[A-Za-z_][A-Za-z0-9_-]*$/.test(field))
  if (fields.length === 0) return undefined
  return [
    {
      '@type': 'cr:RecordSet',
      '@id': 'records',
      name: 'records',
      field: fields.map(({ field, role }) => {
        const name = field.slice(1)
        return {
          '@type': 'cr:Field',
          '@id': `records/${name}`,
          name: `records/${name}`,
          description: `Role: ${role}.`,
          dataType: 'sc:Text',
          source: {
            fileSet: { '@id': `files-${format}` },
            extract: format === 'csv' || format === 'tsv' ? { column: name } : { jsonPath: `$.${name}` },
          },
        }
      }),
    },
  ]
}

export const croissant: Export = {
  id: 'croissant',
  file: 'croissant.json',
  title: { zh: 'Croissant 1.1（含 RAI 1.0）', en: 'Croissant 1.1 with RAI 1.0' },
  missing: ({ sources }) => blanks({ 'dataset.name': sources?.dataset?.name }),
  wanting: ({ sources }) =>
    blanks({
      'dataset.description': sources?.dataset?.description,
      'dataset.licence': sources?.dataset?.licence,
      'dataset.link': sources?.dataset?.link,
      'dataset.citation': sources?.dataset?.citation,
      'dataset.released': sources?.dataset?.released,
      'provider.name': sources?.provider?.name,
    }),
  render,
}
