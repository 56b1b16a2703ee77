import { sha256OfValue } from '../notation/sha256.ts'
import type { Sources } from './index.ts'

/** SHA-256, in hex, of a sources manifest, as the report's declaration holds it. */
export const sourcesDigest = (sources: Sources): string => sha256OfValue(sources)
