import { plural, size } from '../../words/figures.ts'
import type { Ground } from '../form.ts'
import { markdownText } from '../markdown.ts'
import { blanks, type Export, languagesOf, personalFound, sizeCategory } from './facts.ts'

/** A dataset card of the Hugging Face hub: a YAML head the hub reads, and the sections of its template as far as they are known. */

/** Licence identifiers of the hub, for SPDX identifiers that differ from them by more than case. */
const hubLicences: { readonly [spdx: string]: string } = {
  'gpl-2.0-only': 'gpl-2.0',
  'gpl-3.0-only': 'gpl-3.0',
  'agpl-3.0-only': 'agpl-3.0',
  'lgpl-3.0-only': 'lgpl-3.0',
  'odc-by-1.0': 'odc-by',
  'odbl-1.0': 'odbl',
  'pddl-1.0': 'pddl',
}
const knownLicences = new Set([
  'apache-2.0',
  'mit',
  'bsd-2-clause',
  'bsd-3-clause',
  'cc0-1.0',
  'cc-by-2.0',
  'cc-by-2.5',
  'cc-by-3.0',
  'cc-by-4.0',
  'cc-by-sa-3.0',
  'cc-by-sa-4.0',
  'cc-by-nc-2.0',
  'cc-by-nc-3.0',
  'cc-by-nc-4.0',
  'cc-by-nd-4.0',
  'cc-by-nc-nd-3.0',
  'cc-by-nc-nd-4.0',
  'cc-by-nc-sa-2.0',
  'cc-by-nc-sa-3.0',
  'cc-by-nc-sa-4.0',
  'gpl-2.0',
  'gpl-3.0',
  'agpl-3.0',
  'lgpl-3.0',
  'odc-by',
  'odbl',
  'pddl',
  'mpl-2.0',
  'unlicense',
  'wtfpl',
  'isc',
  'zlib',
])

function licenceLines(licence: string | undefined): string[] {
  if (licence === undefined) return []
  const folded = licence.toLowerCase()
  const hub = hubLicences[folded] ?? folded
  // JSON strings are YAML strings.
  return knownLicences.has(hub) ? [`license: ${hub}`] : ['license: other', `license_name: ${JSON.stringify(licence)}`]
}

function render({ report, sources }: Ground): string {
  const { dataset, annotation, provider } = sources ?? {}
  const { volume } = report.statistics
  const languages = [...new Set(languagesOf(report).map((code) => code.split('-')[0]!))]
  const entries = sources?.sources ?? []
  const head = [
    '---',
    ...(dataset?.name === undefined ? [] : [`pretty_name: ${JSON.stringify(dataset.name)}`]),
    ...(languages.length === 0 ? [] : ['language:', ...languages.map((code) => `- ${JSON.stringify(code)}`)]),
    ...licenceLines(dataset?.licence),
    'size_categories:',
    `- ${sizeCategory(volume.records)}`,
    ...(annotation?.used === false ? ['annotations_creators:', '- no-annotation'] : []),
    ...(entries.length > 0 && entries.every(({ category }) => category === 'synthetic')
      ? ['language_creators:', '- machine-generated']
      : []),
    'tags:',
    '- dataaudit',
    '---',
  ]
  const say = (value: string | undefined) => (value === undefined ? 'Not declared.' : markdownText(value))
  const pi = personalFound(report)
  const body = [
    `# ${dataset?.name === undefined ? 'Dataset card' : markdownText(dataset.name)}`,
    '',
    say(dataset?.description ?? dataset?.purpose),
    '',
    '## Dataset details',
    '',
    `- **Curated by:** ${say(provider?.name)}`,
    `- **Licence:** ${say(dataset?.licence)}`,
    `- **Version:** ${say(dataset?.version)}`,
    `- **Size:** ${plural(volume.records, 'record')} in ${plural(report.corpus.files, 'file')}, ${size(report.corpus.bytes).en} [computed]`,
    `- **Languages of at least 1%:** ${languagesOf(report).join(', ') || 'not identified'} [estimated]`,
    '',
    '## Uses',
    '',
    say(dataset?.purpose),
    '',
    '## Dataset creation',
    '',
    '### Source data',
    '',
    ...(entries.length === 0
      ? ['Not declared.']
      : entries.map(
          (entry) =>
            `- **${entry.id}** ${[entry.name, entry.owner, entry.category, entry.licence]
              .map((part) => (part === undefined ? undefined : markdownText(part)))
              .filter((part) => part !== undefined)
              .join(', ')} [declared]`,
        )),
    '',
    '### Data processing',
    '',
    ...((sources?.processing?.length ?? 0) === 0
      ? ['Not declared.']
      : sources!.processing!.map(
          ({ step, method }) => `- ${markdownText(step)}${method === undefined ? '' : ` (${markdownText(method)})`}`,
        )),
    '',
    '### Annotations',
    '',
    annotation?.used === false
      ? 'Declared: no manual annotation is used.'
      : annotation === undefined
        ? 'Not declared.'
        : (annotation.scale ?? []).map((row) => `- ${markdownText(row.type)}: ${plural(row.items, 'item')} (${row.kind})`).join('\n') ||
          'Not declared.',
    '',
    '### Personal and sensitive information',
    '',
    pi.looked
      ? pi.high === 0
        ? 'Rules for personal information took part; no high-confidence candidate match was found. [computed]'
        : `Candidate matches of personal information in ${plural(pi.records, 'record')}: ${pi.titles.map(({ en }) => en).join(', ')}. [computed]`
      : 'Not assessed.',
    '',
    '## Bias, risks, and limitations',
    '',
    'Media that records point to were not opened. Matches are candidates found by rules: some are wrong and some are missed.',
    '',
    '## Provenance',
    '',
    `- SHA-256 of the signed file list \`corpus.sha256\`: \`${report.corpus.manifest.digest.sha256}\``,
    `- RFC 9162 Merkle root: \`${report.corpus.merkle.root}\``,
    `- Audited with ${report.tool.name} ${report.tool.version} under \`${report.profile}\`, verdict ${report.results.verdict}${report.results.complete ? '' : ' (incomplete)'}.`,
  ]
  return `${[...head, '', ...body].join('\n')}\n`
}

export const hfCard: Export = {
  id: 'hf-card',
  file: 'README.md',
  title: { zh: 'Hugging Face 数据集卡', en: 'Hugging Face dataset card' },
  missing: () => [],
  wanting: ({ sources }) =>
    blanks({
      'dataset.name': sources?.dataset?.name,
      'dataset.licence': sources?.dataset?.licence,
      'provider.name': sources?.provider?.name,
      'dataset.description': sources?.dataset?.description ?? sources?.dataset?.purpose,
    }),
  render,
}
