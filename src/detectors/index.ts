import type { Detector } from '../model.ts'
import { composite } from './composite.ts'
import { names } from './names.ts'
import { ner } from './ner.ts'
import { pattern } from './pattern.ts'
import { terms } from './terms.ts'

/** Every way of detecting there is. */
export const detectors: readonly Detector[] = [pattern, terms, names, ner, composite]
export { confidenceFloors } from './context.ts'
export { HitList } from './hits.ts'
export { noPerson } from './persons.ts'
export { mostSteps, reachOf, stepsAt } from './regex/index.ts'
export { addDerived, settle } from './settle.ts'
