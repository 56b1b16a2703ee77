import { createHash, getHashes } from 'node:crypto'
import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { streamOnce } from './files.ts'
import { type SubjectDigest, type SubjectDigests, subjectNames } from './statement.ts'

/** Digests of the report's own files: SHA-256 always, SM3 (GB/T 32905-2016) beside it where it is asked for. */

/** Whether this runtime computes SM3; builds in FIPS mode, for one, do not. */
export const sm3Known: boolean = getHashes().includes('sm3')

interface SubjectHash {
  update(piece: Uint8Array): void
  digest(): SubjectDigest
}

/** A fresh hash. @throws Error when SM3 is asked of a runtime without it */
function subjectHash(sm3: boolean): SubjectHash {
  const main = createHash('sha256')
  const extra = sm3 ? createHash('sm3') : undefined
  return {
    update(piece) {
      main.update(piece)
      extra?.update(piece)
    },
    digest() {
      const sha256 = main.digest('hex')
      return extra === undefined ? { sha256 } : { sha256, sm3: extra.digest('hex') }
    },
  }
}

/** Whether what was hashed is what was signed. An SM3 digest that this runtime cannot compute is passed over; the caller says so. */
export function sameDigest(hash: SubjectHash, signed: SubjectDigest): boolean {
  const found = hash.digest()
  return found.sha256 === signed.sha256 && (found.sm3 === undefined || found.sm3 === signed.sm3)
}

/** A hash that covers what a signed digest states. */
export function hashFor(signed: SubjectDigest): SubjectHash {
  return subjectHash(signed.sm3 !== undefined && sm3Known)
}

/**
 * Digests of the four files of a report folder, as they lie there.
 * @throws Stop usage `digest.no-sm3`; Stop incomplete `report.unreadable`
 */
export async function digestSubjects(folder: string, sm3: boolean): Promise<SubjectDigests> {
  if (sm3 && !sm3Known) {
    throw new Stop('usage', 'digest.no-sm3', {
      en: 'this build of Node.js does not compute SM3; leave --sm3 out or use a build with it',
      zh: '当前 Node.js 不支持 SM3；请去掉 --sm3，或改用支持 SM3 的版本',
    })
  }
  const digests: Partial<Record<(typeof subjectNames)[number], SubjectDigest>> = {}
  for (const name of subjectNames) {
    const hash = subjectHash(sm3)
    const { state } = await streamOnce(join(folder, name), (piece) => hash.update(piece))
    if (state !== 'read') {
      throw new Stop('incomplete', 'report.unreadable', {
        en: `${name} could not be read back (${state}); check the disk and run again`,
        zh: `无法读回 ${name}（${state}）；请检查磁盘后重试`,
      })
    }
    digests[name] = hash.digest()
  }
  return digests as SubjectDigests
}
