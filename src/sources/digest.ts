import { createHash } from 'node:crypto'
import { canonicalJson } from '../notation/jcs.ts'
import type { Sources } from './index.ts'

/** SHA-256, in hex, of a sources manifest's canonical JSON, as the report's declaration holds it: comments and layout do not change it. */
export const sourcesDigest = (sources: Sources): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(sources))))
    .digest('hex')
