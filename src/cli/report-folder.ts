import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { digestSubjects } from '../attest/digest.ts'
import { writeAtomic } from '../attest/files.ts'
import { sign } from '../attest/sign.ts'
import type { Signer } from '../attest/signer.ts'
import { handOff, makeStatement, type Parent, type Run } from '../attest/statement.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import type { Report } from '../report/index.ts'

/** Writes what a report folder holds besides the findings. */

const written = [
  'corpus.sha256',
  'report.json',
  'report.html',
  'statement.json',
  'predicate.json',
  'subjects.sha256',
  'report.sigstore.json',
  'report.sm2.dsse.json',
  'corpus.model.sig',
  'scan.sigstore.json',
]
const signature = /^report(?:\.[0-9a-f]{8})?\.sigstore\.json$|^report\.(?:sm2\.dsse\.json|intoto\.jsonl)$/

const isWritten = (name: string): boolean => written.includes(name) || signature.test(name)

/** Whether a file of this name in a report folder is of the report, so that the next one takes its place. */
export const isOfReport = (name: string): boolean => name === 'findings.jsonl' || isWritten(name)

/** Takes away what an earlier run left: a signature that is not of this report must not stay beside it. */
export function clearFolder(out: string): void {
  for (const name of readdirSync(out)) if (isWritten(name)) rmSync(join(out, name), { force: true })
}

/** The signatures over the report in a folder, by name. */
export const signaturesIn = (out: string): string[] =>
  readdirSync(out)
    .filter((name) => signature.test(name))
    .sort()

/** How a report is written. */
export interface WriteOptions {
  /** False: nothing binds this report, so there is no statement. */
  readonly sound: boolean
  readonly run?: Run | undefined
  readonly signer?: Signer | undefined
  /** Reports this one follows from. */
  readonly parents?: readonly Parent[]
  /** SM3 digests beside SHA-256. */
  readonly sm3: boolean
}

/**
 * Writes report.json and report.html, and, unless `sound` is false, the statement and with a signer its signature. corpus.sha256 and
 * findings.jsonl must lie in the folder.
 * @throws what the file system throws; Stop incomplete `report.too-large`
 */
export async function writeReport(out: string, report: Report, { sound, run, signer, parents, sm3 }: WriteOptions): Promise<void> {
  const json = canonicalBytes(report)
  // Most of what makes the page is words: they need not lie in memory while the corpus is read.
  const { pageOf } = await import('./page.ts')
  const html = Buffer.from(pageOf(report, report.config.lang, json))
  await writeAtomic(join(out, 'report.html'), html)
  await writeAtomic(join(out, 'report.json'), json)
  if (!sound) return
  const statement = makeStatement(
    report,
    sm3
      ? await digestSubjects(out, true)
      : {
          'corpus.sha256': report.corpus.manifest.digest,
          'report.json': { sha256: sha256(json) },
          'report.html': { sha256: sha256(html) },
          'findings.jsonl': report.findings.file.digest,
        },
    run,
    parents,
  )
  const files = handOff(statement)
  for (const [name, bytes] of Object.entries(files)) await writeAtomic(join(out, name), bytes)
  if (signer !== undefined) await writeAtomic(join(out, 'report.sigstore.json'), await sign(files['statement.json'], signer))
}
