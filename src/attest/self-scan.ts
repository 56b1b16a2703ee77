import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { confidenceFloors } from '../detectors/index.ts'
import { shapeOf } from '../redact.ts'
import { findingSchema, reportSchema } from '../report/index.ts'
import { isPersonal, type Matcher } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import { streamOnce } from './files.ts'
import { isOurs, type ReadStatement } from './statement.ts'
import { strictJsonIn } from './strict.ts'

/**
 * The last look before a signature: the personal-information and secret rules run over the output itself. `scan` looks at what it is about
 * to write; `sign` looks again, because a folder may have been written or changed by anybody in between.
 */

/**
 * Looks for leaks in a text that is about to be published.
 * @throws Stop verification `redaction.self-scan`, which names the rule and nothing of the text.
 */
export type LeakCheck = (text: string) => void

/** A leak check by a matcher, made when it is first wanted. A hit below high confidence is chance among thousands of numbers, and is let through. */
export function leakCheck(matcher: () => Matcher): LeakCheck {
  return (text) => {
    const leaks = matcher()
      // Shapes, of matches and of keys, are made of three letters only, and some spell what a rule looks for: xxx is a top-level domain.
      .hitsInText(
        distinctLines(text).replace(/[^\s"/,:{}[\]]*@[^\s"/,:{}[\]]*/g, (word) =>
          /^(?:~[01]|[x0文]|[^\p{L}\p{N}])+$/u.test(word) ? '' : word,
        ),
        '',
        'text',
      )
      .filter(({ hit }) => hit.suppressed === undefined && hit.confidence >= confidenceFloors.high && isPersonal(hit.rule))
    matcher().kernel.clear()
    if (leaks.length > 0) throw leaked(`rule ${leaks[0]!.hit.rule.id}`, `规则 ${leaks[0]!.hit.rule.id}`)
  }
}

/**
 * The lines of a text that differ in more than where a finding lies and what shape it has: of a million findings a few hundred. A place is eight
 * digits at most, and of a member that holds a number; a longer one is looked at.
 */
function distinctLines(text: string): string {
  const bare = text.replace(/"excerpt":"[^"]*"|"(?:file|record|byteOffset|length)":\d{1,8}(?=[,}])/g, '""')
  return [...new Set(bare.split('\n'))].join('\n')
}

/**
 * Looks at everything a signature over this statement would vouch for: the statement, which holds the report, and `findings.jsonl`. The page
 * needs no look of its own: it must have been rendered from the report by this very version. Every excerpt must be a mere shape.
 *
 * @throws Stop verification `redaction.self-scan`; `redaction.not-a-report` when a file has members or values that no scan writes
 */
export async function checkNoLeak(folder: string, statement: ReadStatement, leaks: LeakCheck): Promise<void> {
  const report = reportSchema.safeParse(statement.reportJson)
  if (!report.success) throw foreign('report.json')
  if (!isOurs(statement)) throw foreign('statement.json')
  for (const { excerpt } of report.data.statistics.examples) checkShape(excerpt)
  // A digest is no number of a person, but long enough to hold one by chance.
  leaks(JSON.stringify(statement.json).replace(/"[0-9a-f]{64}"/g, '""'))
  const hash = createHash('sha256')
  let rest = Buffer.alloc(0)
  const { state } = await streamOnce(join(folder, 'findings.jsonl'), (piece) => {
    hash.update(piece)
    const bytes = Buffer.concat([rest, piece])
    const end = bytes.lastIndexOf(0x0a) + 1
    checkFindings(bytes.toString('utf8', 0, end), leaks)
    rest = bytes.subarray(end)
  })
  if (rest.length > 0) throw foreign('findings.jsonl')
  // What was looked at is what is signed: the file may have been replaced since its digest was checked.
  const signed = statement.subjects.find((subject) => subject.name === 'findings.jsonl')?.digest.sha256
  if (state !== 'read' || hash.digest('hex') !== signed) {
    throw new Stop('verification', 'report.findings-changed', {
      en: 'findings.jsonl changed while it was being looked at; nothing was signed',
      zh: 'findings.jsonl 在检查期间发生变化；未签名',
    })
  }
}

/** Lines of `findings.jsonl`, each with its newline. */
function checkFindings(lines: string, leaks: LeakCheck): void {
  for (const line of lines.split('\n').slice(0, -1)) {
    const finding = findingSchema.safeParse(strictJsonIn(Buffer.from(line)))
    if (!finding.success) throw foreign('findings.jsonl')
    checkShape(finding.data.excerpt)
  }
  if (lines !== '') leaks(lines)
}

function checkShape(excerpt: string): void {
  // A shape that was cut ends in an ellipsis.
  const bare = excerpt.endsWith('…') ? excerpt.slice(0, -1) : excerpt
  if (shapeOf(bare) !== bare) throw leaked('an excerpt that is not a mere shape', '一处未经掩码的摘录')
}

function leaked(en: string, zh: string): Stop {
  return new Stop('verification', 'redaction.self-scan', {
    en: `the report would have held what it must not (found by ${en}); nothing was written or signed. If dataaudit wrote it, please report this as a bug`,
    zh: `报告中出现了不应披露的内容（由${zh}发现），已停止写入与签名。如报告由 dataaudit 生成，请作为缺陷上报`,
  })
}

function foreign(file: string): Stop {
  return new Stop('verification', 'redaction.not-a-report', {
    en: `${file} holds members or values that no scan of this version writes, so nobody can say that it leaks nothing; scan again and sign that`,
    zh: `${file} 含有本版本扫描不会写出的成员或取值，无法断定其未泄露内容；请重新扫描后再签名`,
  })
}
