/** Human review: drawing the sample, the sheets people fill in, and what their verdicts prove. */
export { commitmentTo, type Draw, Drawing, type Drawn, type DrawPlan, drawDigest, frameText, seedOf } from './draw.ts'
export { type DrawFile, frameRuns, parseDrawFile } from './draw-file.ts'
export { estimateOf, reviewed } from './outcome.ts'
export { reviewPage } from './page.ts'
export { sheetCsv } from './sheet.ts'
export { readVerdicts, type VerdictFile } from './verdicts.ts'
