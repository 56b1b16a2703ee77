import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Report, reportSchema } from '../report/index.ts'
import { Stop } from '../stop.ts'
import { readNamed } from './options.ts'

/** The folder a report lies in, by file or folder. */
export function folderOf(path: string, cwd: string): string {
  const full = resolve(cwd, path)
  return full.endsWith('.json') ? dirname(full) : full
}

/** Reads a report by file or folder. @throws Stop exit 2 when it is none */
export function readReport(path: string, cwd: string): Report {
  let file = path
  try {
    if (statSync(resolve(cwd, path)).isDirectory()) file = join(path, 'report.json')
  } catch {
    // Said when it is read.
  }
  const bytes = readNamed(file, cwd, { en: 'the report', zh: '报告' })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Stop('usage', 'report.syntax', {
      en: `"${file}" is not JSON; give a report.json or the folder that holds it`,
      zh: `“${file}”不是 JSON；请给出 report.json 或其所在目录`,
    })
  }
  const parsed = reportSchema.safeParse(value)
  if (!parsed.success) {
    const first = parsed.error.issues[0]!
    throw new Stop('usage', 'report.schema', {
      en: `"${file}" is not a report this version can read (at ${first.path.join('.') || 'the top'}); make it again with dataaudit scan`,
      zh: `“${file}”不是本版本可读取的报告（位置：${first.path.join('.') || '顶层'}）；请用 dataaudit scan 重新生成`,
    })
  }
  return parsed.data
}
