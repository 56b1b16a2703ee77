import { dirname, resolve } from 'node:path'
import { readParent, sortParents } from '../attest/lineage.ts'
import { type EarlierReport, readEarlier } from '../attest/open-findings.ts'
import type { Parent } from '../attest/statement.ts'
import { Stop } from '../stop.ts'
import type { Io } from './io.ts'

/** What the statement will say of the reports this one follows from, and what stands in them. */
export async function parentsOf(
  paths: readonly string[],
  out: string,
  io: Io,
): Promise<{ readonly parents: readonly Parent[]; readonly earlier: readonly EarlierReport[] }> {
  const parents: Parent[] = []
  const earlier = new Map<string, EarlierReport>()
  for (const path of paths) {
    const place = resolve(io.cwd, path)
    if (place === out || dirname(place) === out) {
      throw new Stop('usage', 'parent.is-output', {
        en: 'the parent lies in the output folder and would be written over; choose another folder with --out',
        zh: '上游报告就在输出目录中，会被覆盖；请用 --out 另选目录',
      })
    }
    parents.push(await readParent(place, path))
    const one = await readEarlier(place, path)
    if (earlier.get(one.sha256)?.critical === undefined) earlier.set(one.sha256, one)
  }
  return {
    parents: sortParents(parents),
    earlier: [...earlier.values()].sort((a, b) => (a.day === b.day ? (a.sha256 < b.sha256 ? -1 : 1) : a.day < b.day ? -1 : 1)),
  }
}
