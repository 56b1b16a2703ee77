import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { maxBundleBytes } from './bundle.ts'
import type { CheckList } from './checks.ts'
import { errorCode, readOnce } from './files.ts'
import { maxBundles, type NamedBundle } from './signatures.ts'

/** Where the signatures of a report folder lie: `report.sigstore.json`, and `report.<8 hex digits>.sigstore.json` for further signers. */
const bundleName = /^report(?:\.[0-9a-f]{8})?\.sigstore\.json$/

/** The signature bundles of a report folder, each read once. Undefined, with a check that says why, when one cannot be read. */
export async function readBundles(folder: string, list: CheckList): Promise<readonly NamedBundle[] | undefined> {
  const bundles: NamedBundle[] = []
  for (const name of await bundleNames(folder)) {
    // More than are accepted are not read either: the number alone refuses them.
    if (bundles.length > maxBundles) break
    const read = await readOnce(join(folder, name), maxBundleBytes)
    if (read.state === 'unreadable') {
      list.unreadable(
        'signature',
        'signature.unreadable',
        `${name} could not be read; check its permissions`,
        `无法读取 ${name}；请检查其权限`,
      )
      return undefined
    }
    bundles.push({ name, bytes: read.state === 'read' ? read.bytes : read.state === 'too-large' ? 'too-large' : new Uint8Array() })
  }
  return bundles
}

async function bundleNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => bundleName.test(name)).sort()
  } catch (error) {
    if (errorCode(error) === '') throw error
    throw new Stop('usage', 'verify.no-folder', {
      en: `${folder} cannot be read as a report folder; give the folder that holds report.sigstore.json`,
      zh: `无法将 ${folder} 作为报告目录读取；请给出含 report.sigstore.json 的目录`,
    })
  }
}
