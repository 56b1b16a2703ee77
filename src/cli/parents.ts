import { dirname, resolve } from 'node:path'
import { readParent, sortParents } from '../attest/lineage.ts'
import type { Parent } from '../attest/statement.ts'
import { Stop } from '../stop.ts'
import type { Io } from './io.ts'

/** What the statement will say of the reports this one follows from. */
export async function parentsOf(paths: readonly string[], out: string, io: Io): Promise<readonly Parent[]> {
  const parents: Parent[] = []
  for (const path of paths) {
    const place = resolve(io.cwd, path)
    if (place === out || dirname(place) === out) {
      throw new Stop('usage', 'parent.is-output', {
        en: 'the parent lies in the output folder and would be written over; choose another folder with --out',
        zh: '上游报告就在输出目录中，会被覆盖；请用 --out 另选目录',
      })
    }
    parents.push(await readParent(place, path))
  }
  return sortParents(parents)
}
