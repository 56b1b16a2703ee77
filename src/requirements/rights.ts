import { type DocumentRef, type Documents, noDocuments, type Source, sound } from '../sources/index.ts'

/** Evidence types that give a right to use a source. */
const rightToUse: readonly string[] = ['licence', 'contract', 'authorisation', 'crawl-record']

/**
 * Whether a source declares a document that gives a right to use it, has not expired on the day and is the file it is declared to be.
 * A synthetic source needs its generator instead.
 */
export function hasRightToUse(entry: Source, asOf: string, documents: Documents = noDocuments): boolean {
  if (entry.userData?.authorisation !== undefined && sound(entry.userData.authorisation, asOf, documents)) return true
  if (entry.category === 'synthetic' && (entry.synthetic?.models?.length ?? 0) > 0) return true
  return rightsOf(entry).some((proof) => sound(proof, asOf, documents))
}

/** The documents by which a source claims a right of use, sound or not. */
export const rightsOf = (entry: Source): readonly DocumentRef[] => (entry.evidence ?? []).filter((proof) => rightToUse.includes(proof.type))
