import { compositeDetect } from './composite-schema.ts'
import { namesDetect } from './names-schema.ts'
import { nerDetect } from './ner-schema.ts'
import { patternDetect } from './pattern-schema.ts'
import { termsDetect } from './terms-schema.ts'

/**
 * What a rule of each kind writes under `detect`: a line for each detector, beside its line in `index.ts`. Not in that file, because threads load
 * detectors and never the schemas.
 */
export const detectSchemas = [patternDetect, termsDetect, namesDetect, compositeDetect] as const

/** Kinds that no pack can write: the program makes their rules. */
export const madeDetectSchemas = [nerDetect] as const
