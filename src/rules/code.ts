import { createRequire } from 'node:module'
import { detectors as builtIn } from '../detectors/index.ts'
import type { Detector } from '../model.ts'
import { Stop } from '../stop.ts'

/** Detectors that come with a rule pack: programs, which run only because the operator said `--trust-code`. */

const load = createRequire(import.meta.url)

/**
 * The detectors that the modules export as `detectors`. A module is run once in each thread.
 *
 * @param files absolute paths of the packs' `detectors/index.js` (ECMAScript module or CommonJS)
 * @throws Stop exit 2 when a module cannot be run, exports no detectors, or names a kind that is taken
 */
export function loadDetectors(files: readonly string[]): readonly Detector[] {
  const kinds = new Set(builtIn.map(({ kind }) => kind))
  return files.flatMap((file) => {
    let exported: unknown
    try {
      exported = (load(file) as { readonly detectors?: unknown }).detectors
    } catch (error) {
      const { name } = error as Error
      throw new Stop('usage', 'rules.code', {
        en: `${file} cannot be run (${name}); it has to be a module that exports "detectors"`,
        zh: `${file} 无法运行（${name}）；它应当是导出 detectors 的模块`,
      })
    }
    if (!Array.isArray(exported) || exported.length === 0 || !exported.every(isDetector)) {
      throw new Stop('usage', 'rules.code', {
        en: `${file} does not export "detectors": a list of objects with a kind and a function compile`,
        zh: `${file} 没有导出 detectors：应为一组含 kind 与 compile 函数的对象`,
      })
    }
    for (const { kind } of exported) {
      if (kinds.has(kind)) {
        throw new Stop('usage', 'rules.code', {
          en: `${file} exports a detector "${kind}", and there is one already; kinds are unique`,
          zh: `${file} 导出的检测器“${kind}”已存在；种类名称必须唯一`,
        })
      }
      kinds.add(kind)
    }
    return exported as Detector[]
  })
}

const isDetector = (value: unknown): value is Detector =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Detector).kind === 'string' &&
  typeof (value as Detector).compile === 'function'
