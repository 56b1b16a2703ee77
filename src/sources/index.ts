import { parseYaml } from '../notation/yaml.ts'
import type { DocumentRef } from './parts.ts'
import { type Source, type Sources, sourcesSchema } from './schema.ts'

export {
  type Attribution,
  attributeBoth,
  attributeFiles,
  attributeRecords,
  bytesAbroad,
  type ClaimedFile,
  type Counted,
  coversAll,
  mapsBoth,
  mapsFiles,
  recordOwners,
  type Share,
  withOrigins,
} from './attribution.ts'
export { sourcesDigest } from './digest.ts'
export {
  type DocumentRef,
  type DocumentState,
  type Documents,
  documentKey,
  documentState,
  noDocuments,
  sound,
  valid,
} from './parts.ts'
export { type Source, type Sources, sourcesSchema } from './schema.ts'

/**
 * Reads the text of a sources manifest (YAML or JSON).
 * @throws Stop exit `usage`, code `sources.invalid`, with every mistake as `file:line:column: sentence`
 */
export const parseSources = (content: string, fileName: string): Sources => parseYaml(sourcesSchema, content, fileName, 'sources.invalid')

/** Every document the manifest names, with its path in the manifest and the source it belongs to, in the order of the manifest. */
export function documentsOf(
  sources: Sources,
): { readonly path: string; readonly source: string | undefined; readonly document: DocumentRef }[] {
  const found: { path: string; source: string | undefined; document: DocumentRef }[] = []
  const walk = (value: unknown, path: string, source: string | undefined): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, `${path}[${i}]`, path === 'sources' ? (item as Source).id : source)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if ('ref' in value) found.push({ path, source, document: value as DocumentRef })
    else for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`, source)
  }
  walk(sources, '', undefined)
  return found
}
