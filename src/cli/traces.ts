import { strictJsonIn } from '../attest/strict.ts'
import { sha256 } from '../notation/sha256.ts'
import { type ImportedTrace, traceResultSchema } from '../report/remediation.ts'
import { Stop } from '../stop.ts'
import { readNamed } from './options.ts'

/** A file that `dataaudit trace --result` wrote. @throws Stop usage `trace.no-result` when it is none */
export function readTrace(path: string, cwd: string): ImportedTrace {
  const bytes = readNamed(path, cwd, { en: 'the result of a trace', zh: 'trace 的结果文件' })
  const result = traceResultSchema.safeParse(strictJsonIn(bytes)).data
  if (result === undefined)
    throw new Stop('usage', 'trace.no-result', {
      en: `${path} is no result of a trace; make one with dataaudit trace --request <reference> --result <file>`,
      zh: `${path} 不是 trace 的结果文件；请用 dataaudit trace --request <编号> --result <文件> 生成`,
    })
  return { sha256: sha256(bytes), result }
}
